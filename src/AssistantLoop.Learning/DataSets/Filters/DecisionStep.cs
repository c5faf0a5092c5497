using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.DataSets.Filters;

/// <summary>Leaves out what an agent took out.</summary>
public sealed class DecisionStep : ISampleStep
{
    public string Name => "decision";

    public bool IsHard => true;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        for (int at = 0; at < samples.Count; at++)
        {
            if (samples[at].Decision == PairDecision.Excluded)
            {
                yield return new(at, SampleOutcome.Dropped, "excluded by an agent");
            }
        }
    }
}
