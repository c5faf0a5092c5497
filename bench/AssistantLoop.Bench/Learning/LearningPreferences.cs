using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Bench.Learning;

/// <summary>
/// Judgements of a model's own answers: the recorded answer is chosen over what the model says, or liked and the
/// other disliked. Where the model says what was recorded there is nothing to judge.
/// </summary>
internal sealed record LearningPreferences(
    IReadOnlyList<PreferencePair> Pairs, IReadOnlyList<UnpairedSample> Unpaired)
{
    /// <param name="samples">Samples that end with the recorded answer.</param>
    /// <param name="answers">The model's answers in their place.</param>
    public static LearningPreferences Of(IReadOnlyList<ChatSample> samples, IReadOnlyList<string> answers)
    {
        List<PreferencePair> pairs = [.. samples.Zip(answers)
            .Where(item => item.First.Messages[^1].Content != item.Second && item.Second.Length > 0)
            .Select(item => new PreferencePair(
                [.. item.First.Messages.SkipLast(1)], item.First.Messages[^1],
                new SampleMessage(SampleMessage.Assistant, item.Second)))];
        return new LearningPreferences(
            pairs,
            [.. pairs.SelectMany(pair => new UnpairedSample[]
            {
                new(pair.Prompt, pair.Chosen, Label: true), new(pair.Prompt, pair.Rejected, Label: false),
            })]);
    }
}
