using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Texts;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.DataSets.Filters;

/// <summary>
/// Leaves out what newer feedback on the same question speaks against. Questions are the same where all turns of the
/// visitor have the same words. A newer correction speaks against an older one with another answer, and against any older
/// piece that prefers what it rejects or rejects what it prefers; a newer rating speaks against an older one of the same
/// answer with the other label.
/// </summary>
public sealed class ContradictionStep : ISampleStep
{
    public string Name => "contradiction";

    public bool IsHard => false;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples) =>
        Enumerable.Range(0, samples.Count)
            .GroupBy(at => StableHash.Of(Words.Joined(samples[at].Asked)))
            .SelectMany(same => Judge(samples, [.. same]));

    private static IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples, int[] same)
    {
        Sample? correction = null;
        HashSet<string> preferred = [], rejected = [];
        Dictionary<string, Sample> ratings = [];

        // From the newest: ids are in the order of creation.
        for (int place = same.Length - 1; place >= 0; place--)
        {
            Sample sample = samples[same[place]];
            string? chosen = sample.Chosen is null ? null : Words.Joined(sample.Chosen);
            string? given = sample.Rejected is null ? null : Words.Joined(sample.Rejected);
            if (correction is not null && (
                (sample.Kind == PairKind.Correction && chosen is not null && !preferred.Contains(chosen))
                || (chosen is not null && rejected.Contains(chosen))
                || (given is not null && preferred.Contains(given))))
            {
                yield return new(
                    same[place], SampleOutcome.Dropped, "contradicted by a newer correction", Related: correction.Id);
                continue;
            }

            if (sample.Kind == PairKind.Correction && chosen is not null && given is not null)
            {
                correction ??= sample;
                preferred.Add(chosen);
                rejected.Add(given);
                rejected.Remove(chosen);
            }
            else if (sample.IsRating && !ratings.TryAdd(chosen ?? given ?? "", sample)
                && ratings[chosen ?? given ?? ""] is Sample newer && newer.Chosen is null != sample.Chosen is null)
            {
                yield return new(same[place], SampleOutcome.Dropped, "contradicted by a newer rating", Related: newer.Id);
            }
        }
    }
}
