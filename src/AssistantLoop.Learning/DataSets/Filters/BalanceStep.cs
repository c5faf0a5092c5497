using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Texts;

namespace AssistantLoop.Learning.DataSets.Filters;

/// <summary>
/// Leaves out ratings of the commoner label beyond the rules' ratio to the rarer, spread over all times by a hash of their
/// ids. Where one label is missing there is nothing to balance against, and all stay.
/// </summary>
public sealed class BalanceStep(DataSetRules rules) : ISampleStep
{
    public string Name => "balance";

    public bool IsHard => false;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        int[] up = [.. Enumerable.Range(0, samples.Count).Where(at => samples[at].IsRating && samples[at].Chosen is not null)];
        int[] down = [.. Enumerable.Range(0, samples.Count).Where(at => samples[at].IsRating && samples[at].Chosen is null)];
        (int[] common, int[] rare) = up.Length >= down.Length ? (up, down) : (down, up);
        if (rare.Length == 0)
        {
            yield break;
        }

        string evidence = $"{up.Length} up, {down.Length} down";
        IEnumerable<int> beyond = common.OrderByDescending(at => samples[at].Confirmed)
            .ThenBy(at => StableHash.Of(samples[at].Id.ToString())).Skip((int)(rules.LabelRatio * rare.Length));
        foreach (int at in beyond)
        {
            yield return new(at, SampleOutcome.Dropped, "more of its label than balance allows", evidence);
        }
    }
}
