using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Texts;

namespace AssistantLoop.Learning.DataSets.Duplicates;

/// <summary>
/// Leaves out what differs from another piece in typos and small words alone. Candidates come from MinHash signatures of 64
/// places in 8 bands of 8, which find 0.97 of the pairs at 0.88 alike and 0.77 at 0.8; a candidate is one where the exact
/// Jaccard index reaches the rule and the two state the same: see <see cref="SameFacts"/>.
/// </summary>
public sealed class NearDuplicateStep(DataSetRules rules) : ISampleStep
{
    private const int Bands = 8;
    private const int Rows = 8;

    /// <summary>How far below the rule the estimate may be before the exact index is worked out: two deviations.</summary>
    private const double Slack = 0.1;

    public string Name => "near-duplicate";

    public bool IsHard => false;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        MinHash hash = new(Bands * Rows);
        BandIndex index = new(Bands, Rows);
        uint[]?[] signatures = new uint[samples.Count][];
        foreach (int at in Enumerable.Range(0, samples.Count).OrderByDescending(at => samples[at].Confirmed))
        {
            string text = Text(samples[at]);
            ulong[] set = Shingles.Of(text);
            uint[] signature = hash.Of(set);
            ulong shape = Shape(samples[at], text);
            double alike = 0;
            int twin = -1;
            foreach (int other in index.Like(signature, shape))
            {
                if (MinHash.Similarity(signature, signatures[other]) < rules.NearDuplicate - Slack)
                {
                    continue;
                }

                string otherText = Text(samples[other]);
                if (SameFacts.Hold(text, otherText) && Shingles.Jaccard(set, Shingles.Of(otherText)) is double exact
                    && exact >= rules.NearDuplicate)
                {
                    (twin, alike) = (other, exact);
                    break;
                }
            }

            if (twin >= 0)
            {
                yield return new(
                    at,
                    SampleOutcome.Dropped,
                    "near-duplicate",
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{alike:0.00} alike"),
                    samples[twin].Id);
            }

            if (twin < 0 || samples[at].Confirmed)
            {
                signatures[at] = signature;
                index.Add(at, signature, shape);
            }
        }
    }

    private static string Text(Sample sample) => $"{sample.Asked}\n{sample.Chosen}\n{sample.Rejected}";

    /// <summary>
    /// What must be equal for two samples to repeat each other: the kind of sample, and the words with digits. Templated
    /// answers differ in these most, so samples that cannot be the same never meet.
    /// </summary>
    private static ulong Shape(Sample sample, string text)
    {
        ulong kind = (sample.IsRating ? 1UL : 0) | (sample.Chosen is null ? 2UL : 0) | (sample.Rejected is null ? 4UL : 0);
        ulong numbers = 0;
        foreach (string word in Words.Of(text).Where(word => word.Any(char.IsDigit)))
        {
            // A sum, since the order does not matter.
            numbers += StableHash.Of(word);
        }

        return StableHash.Add(numbers, kind);
    }
}
