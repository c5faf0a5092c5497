using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Texts;

namespace AssistantLoop.Learning.DataSets.Quarantine;

/// <summary>Phrases of one to three words that few questions have, mostly such whose answers have words from nowhere.</summary>
internal static class RarePhrases
{
    private const int Longest = 3;

    /// <summary>The lowest bits of a phrase's hash say its length; of phrases with the same samples the longest comes first.</summary>
    private const ulong LengthBits = 3;

    /// <summary>Each phrase's hash with the samples whose question has it, in an order that is the same in each build.</summary>
    public static IEnumerable<(ulong Phrase, List<int> Members)> Of(
        IReadOnlyList<Sample> samples, ForeignWords foreign, int fewest, int rare, double most)
    {
        // Most phrases stand in one question alone. What is counted is thus first what suspect questions have.
        Dictionary<ulong, int> suspect = [];
        for (int at = 0; at < samples.Count; at++)
        {
            if (foreign.Any(at))
            {
                foreach (ulong phrase in In(samples[at].Question))
                {
                    suspect[phrase] = suspect.GetValueOrDefault(phrase) + 1;
                }
            }
        }

        Dictionary<ulong, List<int>> members = suspect.Where(pair => pair.Value >= fewest && pair.Value <= rare)
            .ToDictionary(pair => pair.Key, _ => new List<int>());
        for (int at = 0; at < samples.Count && members.Count > 0; at++)
        {
            foreach (ulong phrase in In(samples[at].Question))
            {
                if (members.TryGetValue(phrase, out List<int>? own) && own.Count <= rare)
                {
                    own.Add(at);
                }
            }
        }

        return members.Where(pair => pair.Value.Count <= rare && suspect[pair.Key] >= most * pair.Value.Count)
            .OrderBy(pair => pair.Value[0]).ThenByDescending(pair => pair.Value.Count).ThenByDescending(pair => pair.Key & LengthBits).ThenBy(pair => pair.Key)
            .Select(pair => (pair.Key, pair.Value));
    }

    /// <summary>The phrase as a question has it.</summary>
    public static string Spell(string question, ulong phrase)
    {
        List<string> words = Words.Of(question);
        for (int start = 0; start < words.Count; start++)
        {
            ulong hash = 0;
            for (int length = 1; length <= Longest && start + length <= words.Count; length++)
            {
                hash = StableHash.Add(hash, WordHashes.Of(words[start + length - 1]));
                if (Key(hash, length) == phrase)
                {
                    return string.Join(' ', words.Skip(start).Take(length));
                }
            }
        }

        return "";
    }

    private static HashSet<ulong> In(string question)
    {
        List<ulong> words = [];
        WordHashes.Of(question, words);
        HashSet<ulong> phrases = [];
        for (int start = 0; start < words.Count; start++)
        {
            ulong hash = 0;
            for (int length = 1; length <= Longest && start + length <= words.Count; length++)
            {
                hash = StableHash.Add(hash, words[start + length - 1]);
                phrases.Add(Key(hash, length));
            }
        }

        return phrases;
    }

    private static ulong Key(ulong hash, int length) => (hash & ~LengthBits) | (uint)length;
}
