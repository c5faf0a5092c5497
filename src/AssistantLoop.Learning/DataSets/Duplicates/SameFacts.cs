using AssistantLoop.Learning.DataSets.Texts;

namespace AssistantLoop.Learning.DataSets.Duplicates;

/// <summary>
/// Whether two texts that look alike state the same. Templated answers differ in one number or one name, and that is what
/// they teach, so a word that only one of them has must be a small word, or a typo of one that only the other has.
/// </summary>
internal static class SameFacts
{
    /// <summary>The fewest letters of a word in which one edit is taken for a typo.</summary>
    private const int TypoLetters = 6;

    public static bool Hold(string left, string right)
    {
        Dictionary<string, int> more = [];
        foreach (string word in Words.Of(left).Where(word => !SmallWords.Contain(word)))
        {
            more[word] = more.GetValueOrDefault(word) + 1;
        }

        foreach (string word in Words.Of(right).Where(word => !SmallWords.Contain(word)))
        {
            more[word] = more.GetValueOrDefault(word) - 1;
        }

        // Counts, not sets: a second "not" says the opposite.
        List<string> first = [.. more.Where(word => word.Value > 0).Select(word => word.Key)];
        List<string> second = [.. more.Where(word => word.Value < 0).Select(word => word.Key)];
        return first.TrueForAll(word => second.Exists(other => IsTypo(word, other)))
            && second.TrueForAll(word => first.Exists(other => IsTypo(word, other)));
    }

    private static bool IsTypo(string word, string other)
    {
        if (word.Length < TypoLetters || other.Length < TypoLetters || Math.Abs(word.Length - other.Length) > 1
            || word.Any(char.IsDigit) || other.Any(char.IsDigit))
        {
            return false;
        }

        int head = 0;
        while (head < word.Length && head < other.Length && word[head] == other[head])
        {
            head++;
        }

        int tail = 0;
        while (tail < word.Length - head && tail < other.Length - head && word[^(tail + 1)] == other[^(tail + 1)])
        {
            tail++;
        }

        int left = word.Length - head - tail, right = other.Length - head - tail;
        bool swapped = left == 2 && right == 2 && word[head] == other[head + 1] && word[head + 1] == other[head];
        return swapped || (left <= 1 && right <= 1);
    }
}
