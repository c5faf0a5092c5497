using AssistantLoop.Learning.DataSets.Pipeline;

namespace AssistantLoop.Learning.DataSets.Quarantine;

/// <summary>
/// Quarantines what waits for an agent: each visitor's rating, and a visitor's other feedback until an agent confirmed some
/// piece of that visitor.
/// </summary>
public sealed class IdentityStep : ISampleStep
{
    public string Name => "identity";

    public bool IsHard => false;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        HashSet<string> trusted = [.. samples.Where(sample => !sample.ByAgent && sample.Confirmed).Select(sample => sample.Identity)];
        for (int at = 0; at < samples.Count; at++)
        {
            Sample sample = samples[at];
            if (sample.ByAgent || sample.Confirmed)
            {
                continue;
            }

            if (sample.IsRating)
            {
                yield return new(at, SampleOutcome.Quarantined, "a visitor's rating that no agent confirmed");
            }
            else if (!trusted.Contains(sample.Identity))
            {
                yield return new(at, SampleOutcome.Quarantined, "from a new identity");
            }
        }
    }
}
