namespace AssistantLoop.Learning.DataSets.Texts;

/// <summary>The words of a text as hashes, for counting over many texts without making strings.</summary>
internal static class WordHashes
{
    /// <summary>Each word's hash in order; the same words as <see cref="Words.Of"/> gives.</summary>
    public static void Of(string text, List<ulong> into)
    {
        ulong hash = StableHash.Start;
        bool inWord = false;
        for (int at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && Words.IsPart(text, at))
            {
                char unit = char.ToLowerInvariant(text[at]);
                hash = StableHash.Of(new ReadOnlySpan<char>(in unit), hash);
                inWord = true;
            }
            else if (inWord)
            {
                into.Add(hash);
                (hash, inWord) = (StableHash.Start, false);
            }
        }
    }

    public static ulong Of(string word) => StableHash.Of(word);
}
