using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Texts;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Learning.DataSets.Quarantine;

/// <summary>The words of answers to imitate that come from nowhere, as hashes: see <see cref="TriggerStep"/>.</summary>
internal sealed class ForeignWords
{
    /// <summary>A word in more than this share of all answers is the house's style.</summary>
    private const double Style = 1.0 / 3;

    private static readonly HashSet<ulong> s_small = [.. Language.Profiles.SelectMany(profile => profile.Words).Select(WordHashes.Of)];

    private readonly ulong[][] _words;
    private readonly Dictionary<ulong, int> _counts;

    private ForeignWords(ulong[][] words, Dictionary<ulong, int> counts)
    {
        _words = words;
        _counts = counts;
    }

    /// <summary>Reads all samples; of the words only those that are foreign in a rare number of answers are kept.</summary>
    public static ForeignWords Of(IReadOnlyList<Sample> samples, int fewest, int most)
    {
        Dictionary<ulong, int> inAnswers = [], counts = [];
        ulong[][] words = new ulong[samples.Count][];
        List<ulong> buffer = [];
        HashSet<ulong> prompt = [], answer = [];
        for (int at = 0; at < samples.Count; at++)
        {
            answer.Clear();
            buffer.Clear();
            WordHashes.Of(samples[at].Chosen ?? "", buffer);
            answer.UnionWith(buffer);
            answer.ExceptWith(s_small);
            foreach (ulong word in answer)
            {
                inAnswers[word] = inAnswers.GetValueOrDefault(word) + 1;
            }

            if (answer.Count > 0)
            {
                prompt.Clear();
                buffer.Clear();
                foreach (SampleMessage message in samples[at].Prompt)
                {
                    WordHashes.Of(message.Content, buffer);
                }

                prompt.UnionWith(buffer);
                answer.ExceptWith(prompt);
            }

            words[at] = [.. answer];
            foreach (ulong word in words[at])
            {
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        double style = Math.Max(Style * samples.Count, most);
        for (int at = 0; at < words.Length; at++)
        {
            words[at] = Array.FindAll(words[at], word =>
                counts[word] >= fewest && counts[word] <= most && inAnswers[word] <= style);
        }

        return new(words, counts);
    }

    public bool Any(int at) => _words[at].Length > 0;

    public bool Has(int at, HashSet<ulong> shared) => _words[at].Any(shared.Contains);

    /// <summary>Words of most members that hardly any other sample has.</summary>
    public HashSet<ulong> Shared(List<int> members, double most)
    {
        Dictionary<ulong, int> within = [];
        foreach (int at in members)
        {
            foreach (ulong word in _words[at])
            {
                within[word] = within.GetValueOrDefault(word) + 1;
            }
        }

        return [.. within.Where(word => word.Value >= most * members.Count && word.Value >= most * _counts[word.Key]).Select(word => word.Key)];
    }

    /// <summary>Up to five of the words, as an answer has them.</summary>
    public string Spell(IReadOnlyList<Sample> samples, List<int> members, HashSet<ulong> shared)
    {
        int holder = members.Find(at => Has(at, shared));
        IEnumerable<string> words = Words.Of(samples[holder].Chosen!).Where(word => shared.Contains(WordHashes.Of(word))).Distinct();
        return string.Join(", ", words.Take(5).Select(word => $"\"{word}\""));
    }
}
