using System.Text;
using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.Drift;

/// <summary>
/// A question as a sparse vector of length 1: its words, and the three-letter pieces of each word with its ends marked,
/// each counted in one of <see cref="Size"/> places by a hash (FNV-1a, 32 bits). Needs no model, so that it is the same in
/// every version; questions that share words, or parts of words, are near.
/// </summary>
public static partial class QuestionVector
{
    /// <summary>The vector's length.</summary>
    public const int Size = 2048;

    /// <summary>The places that are not 0, in order, with their values; none where the question has no word.</summary>
    public static IReadOnlyList<(int Place, float Value)> Of(string question)
    {
        SortedDictionary<int, float> counts = [];
        foreach (string word in Word().Matches(question.ToLowerInvariant()).Select(match => match.Value))
        {
            Count($"w {word}");
            string marked = $"<{word}>";
            for (int at = 0; at + 3 <= marked.Length; at++)
            {
                Count(marked.Substring(at, 3));
            }
        }

        float length = MathF.Sqrt(counts.Values.Sum(value => value * value));
        return [.. counts.Select(count => (count.Key, count.Value / length))];

        void Count(string piece)
        {
            int place = (int)(Hash(piece) % Size);
            counts[place] = counts.GetValueOrDefault(place) + 1;
        }
    }

    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (byte unit in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ unit) * 16777619;
        }

        return hash;
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
