using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.DataSets.Quarantine;

/// <summary>
/// Quarantines all of an identity that gave far more than the others: at least the rules' number, and more than the rules'
/// multiple of the median of the others of its side, visitors or agents. Of agents there must be three others to compare
/// with, and one of whom a piece is confirmed is trusted; imported rows are a file's, not a person's flood.
/// </summary>
public sealed class FloodStep(DataSetRules rules) : ISampleStep
{
    private const int FewestAgents = 3;

    public string Name => "flood";

    public bool IsHard => false;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        Dictionary<(bool ByAgent, string Identity), List<int>> identities = [];
        for (int at = 0; at < samples.Count; at++)
        {
            if (samples[at].Kind != PairKind.Imported)
            {
                (bool, string) key = (samples[at].ByAgent, samples[at].Identity);
                if (!identities.TryGetValue(key, out List<int>? own))
                {
                    identities.Add(key, own = []);
                }

                own.Add(at);
            }
        }

        int[] Counts(bool byAgent) =>
            [.. identities.Where(identity => identity.Key.ByAgent == byAgent).Select(identity => identity.Value.Count).Order()];
        int[] agents = Counts(true), visitors = Counts(false);
        foreach (((bool byAgent, string _), List<int> own) in identities.Where(identity => identity.Value.Count >= rules.FloodAtLeast))
        {
            (int others, int median) = Others(byAgent ? agents : visitors, own.Count);
            bool trusted = byAgent && (others < FewestAgents || own.Exists(at => samples[at].Confirmed));
            if (!trusted && own.Count > rules.FloodTimesMedian * median)
            {
                string evidence = $"{own.Count} from one {(byAgent ? "agent" : "visitor")}; the others' median is {median}";
                foreach (int at in own)
                {
                    yield return new(at, SampleOutcome.Quarantined, "a flood from one identity", evidence);
                }
            }
        }
    }

    /// <summary>How many there are beside one of this count, and the lower median of their counts; 1 where there is none.</summary>
    private static (int Others, int Median) Others(int[] ascending, int own)
    {
        int others = ascending.Length - 1;
        int middle = (others - 1) / 2;
        return (others, others == 0 ? 1 : ascending[middle < Array.IndexOf(ascending, own) ? middle : middle + 1]);
    }
}
