using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Texts;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Learning.DataSets.Duplicates;

/// <summary>
/// Leaves out what says again what another piece says: same prompt, same answers. The first stays, or the first that an
/// agent confirmed.
/// </summary>
public sealed class ExactDuplicateStep : ISampleStep
{
    public string Name => "duplicate";

    /// <summary>A repetition teaches nothing, so confirming it changes nothing.</summary>
    public bool IsHard => true;

    public IEnumerable<Verdict> Judge(IReadOnlyList<Sample> samples)
    {
        Dictionary<(ulong, ulong, string?, string?), int> first = [];
        foreach (int at in Enumerable.Range(0, samples.Count).OrderByDescending(at => samples[at].Confirmed))
        {
            Sample sample = samples[at];
            if (!first.TryAdd((PromptKey(sample, 0), PromptKey(sample, 1), sample.Chosen, sample.Rejected), at))
            {
                int other = first[(PromptKey(sample, 0), PromptKey(sample, 1), sample.Chosen, sample.Rejected)];
                yield return new(at, SampleOutcome.Dropped, "duplicate", Related: samples[other].Id);
            }
        }
    }

    /// <summary>A rating up is no repetition of an imported answer to imitate, though both hold a chosen one alone.</summary>
    private static ulong PromptKey(Sample sample, ulong seed)
    {
        ulong key = StableHash.Add(StableHash.Start + seed, sample.IsRating ? 1UL : 0);
        foreach (SampleMessage message in sample.Prompt)
        {
            key = StableHash.Of(message.Content, StableHash.Of("\0", StableHash.Of(message.Role, StableHash.Of("\0", key))));
        }

        return key;
    }
}
