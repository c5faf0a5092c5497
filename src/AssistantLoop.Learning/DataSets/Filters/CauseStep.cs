using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.DataSets.Filters;

/// <summary>
/// Leaves out answers that failed for want of a fact: a model that learns them by heart would state them without a source.
/// Facts go to the owner of the documents.
/// </summary>
public sealed class CauseStep : ISampleStep
{
    public string Name => "cause";

    public bool IsHard => true;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        for (int at = 0; at < samples.Count; at++)
        {
            if (samples[at].Cause is FaultCause.MissingDocument)
            {
                yield return new(at, SampleOutcome.Dropped, "the documents lack it");
            }
            else if (samples[at].Cause is FaultCause.RetrievalMiss)
            {
                yield return new(at, SampleOutcome.Dropped, "retrieval missed it");
            }
        }
    }
}
