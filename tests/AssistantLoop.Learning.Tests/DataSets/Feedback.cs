using System.Globalization;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Tests.DataSets;

/// <summary>Samples for tests of steps. Ids ascend in the order in which samples are made.</summary>
internal static class Feedback
{
    private static int s_made;

    public static Sample Correction(
        string question, string chosen, string rejected = "I do not know.", string passages = "Be kind.", string agent = "agent") => new()
        {
            Id = NextId(),
            Kind = PairKind.Correction,
            ConversationId = NextId(),
            Identity = agent,
            ByAgent = true,
            Prompt = [new("system", passages), new("user", question)],
            Chosen = chosen,
            Rejected = rejected,
        };

    public static Sample Imported(string question, string chosen) =>
        Correction(question, chosen) with { Kind = PairKind.Imported, Rejected = null };

    public static Sample Rating(bool up, string visitor, string question = "Is it open?", string answer = "Yes, it is.") => new()
    {
        Id = NextId(),
        Kind = up ? PairKind.Up : PairKind.Down,
        ConversationId = NextId(),
        Identity = visitor,
        ByAgent = visitor == SampleReader.Agent,
        Prompt = [new("system", "Be kind."), new("user", question)],
        Chosen = up ? answer : null,
        Rejected = up ? null : answer,
    };

    public static Sample Confirmed(this Sample sample) => sample with { Decision = PairDecision.Confirmed };

    /// <summary>What a step says, as (place, outcome, reason), ascending.</summary>
    public static IReadOnlyList<(int At, SampleOutcome Outcome, string Reason)> Verdicts(this ISampleStep step, params Sample[] samples) =>
        [.. step.Judge(samples).Select(verdict => (verdict.At, verdict.Outcome, verdict.Reason)).OrderBy(verdict => verdict.At)];

    public static SampleMessage User(string text) => new("user", text);

    public static SampleMessage Assistant(string text) => new("assistant", text);

    private static Guid NextId() =>
        Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"00000000-0000-7000-8000-{Interlocked.Increment(ref s_made):x12}"));
}
