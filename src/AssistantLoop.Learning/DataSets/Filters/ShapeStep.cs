using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Texts;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Learning.DataSets.Filters;

/// <summary>Leaves out what cannot be trained on at all.</summary>
public sealed class ShapeStep : ISampleStep
{
    public string Name => "shape";

    public bool IsHard => true;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        for (int at = 0; at < samples.Count; at++)
        {
            if (Fault(samples[at]) is string reason)
            {
                yield return new(at, SampleOutcome.Dropped, reason);
            }
        }
    }

    private static string? Fault(Sample sample) =>
        sample.Prompt.Count == 0 || sample.Question.Length == 0 || sample.Chosen == "" || sample.Rejected == "" ? "empty"
        : sample.Chosen is null && sample.Rejected is null ? "empty"
        : sample.Prompt[^1].Role is not (SampleMessage.User or SampleMessage.Tool) ? "no question at the prompt's end"
        : sample.Chosen is not null && sample.Rejected is not null
            && (sample.Chosen == sample.Rejected || Spaces.Collapsed(sample.Chosen) == Spaces.Collapsed(sample.Rejected))
            ? "equal to the answer given"
        : null;
}
