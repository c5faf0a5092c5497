namespace AssistantLoop.Retrieval.Search;

/// <summary>
/// A word's beginning, by which forms of one word are taken as the same: without a plural's s, five letters at most, so
/// that "costs" finds "cost" and "delivered" finds "delivery". Crude, but of any language that inflects at the end; stems
/// are compared with each other only.
/// </summary>
public static class WordStem
{
    private const int Letters = 5;

    /// <summary>The stem of a lower-case word.</summary>
    public static string Of(string word)
    {
        ReadOnlySpan<char> left = word.Length > 3 && word.EndsWith('s') && word[^2] != 's' ? word.AsSpan(0, word.Length - 1) : word;
        return left[..Math.Min(Letters, left.Length)].ToString();
    }
}
