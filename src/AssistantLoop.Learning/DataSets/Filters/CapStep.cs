using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.DataSets.Filters;

/// <summary>Leaves out the oldest of what one visitor or one agent gave beyond the rules' numbers; imported rows are free.</summary>
public sealed class CapStep(DataSetRules rules) : ISampleStep
{
    public string Name => "cap";

    public bool IsHard => false;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        Dictionary<(bool, string), int> counts = [];

        // What an agent confirmed comes first, so that it is not what is left out; then the newest.
        IEnumerable<int> order = Enumerable.Range(0, samples.Count)
            .Where(at => samples[at].Kind != PairKind.Imported)
            .OrderByDescending(at => samples[at].Confirmed).ThenByDescending(at => at);
        foreach (int at in order)
        {
            Sample sample = samples[at];
            (bool, string) key = (sample.ByAgent, sample.Identity);
            int count = counts[key] = counts.GetValueOrDefault(key) + 1;
            int most = sample.ByAgent ? rules.MostPerAgent : rules.MostPerVisitor;
            if (count > most)
            {
                string reason = sample.ByAgent ? "too many from one agent" : "too many from one visitor";
                yield return new(at, SampleOutcome.Dropped, reason, $"at most {most}, the newest");
            }
        }
    }
}
