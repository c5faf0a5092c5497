using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.Impact;

/// <summary>How much an answer says what a correction says.</summary>
public static partial class Likeness
{
    /// <summary>
    /// Token F1 (Rajpurkar et al. 2016, SQuAD): the harmonic mean of precision and recall of the answer's words against
    /// the reference's, each word counted as often as it stands; case and punctuation do not count. 1 where both are
    /// empty.
    /// </summary>
    /// <returns>0 to 1.</returns>
    public static double Of(string answer, string reference)
    {
        Dictionary<string, int> wanted = Words(reference).CountBy(word => word).ToDictionary();
        int there = 0, shared = 0;
        foreach (string word in Words(answer))
        {
            there++;
            if (wanted.TryGetValue(word, out int left) && left > 0)
            {
                wanted[word] = left - 1;
                shared++;
            }
        }

        int all = there + shared + wanted.Values.Sum();
        return all == 0 ? 1 : 2.0 * shared / all;
    }

    private static IEnumerable<string> Words(string text) =>
        Word().Matches(text.ToLowerInvariant()).Select(word => word.Value);

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:[.,]\p{N}+)*")]
    private static partial Regex Word();
}
