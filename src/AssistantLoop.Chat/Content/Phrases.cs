namespace AssistantLoop.Chat.Content;

/// <summary>Finds words and phrases in texts: whole words, in any case.</summary>
internal static class Phrases
{
    /// <summary>Whether the phrase stands in the text.</summary>
    public static bool Holds(string text, string phrase) => Find(text, phrase, 0) >= 0;

    /// <summary>Whether the phrase, or its plural, stands in the text: "voucher" is in "vouchers".</summary>
    public static bool Names(string text, string phrase)
    {
        for (int at = Next(text, phrase, 0); at >= 0; at = Next(text, phrase, at + 1))
        {
            int end = at + phrase.Length;
            if (Opens(text, at) && (Closes(text, end) || (end < text.Length && text[end] is 's' or 'S' && Closes(text, end + 1))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the phrase stands next from a position on; -1 for nowhere.</summary>
    public static int Find(string text, string phrase, int from)
    {
        for (int at = Next(text, phrase, from); at >= 0; at = Next(text, phrase, at + 1))
        {
            if (Opens(text, at) && Closes(text, at + phrase.Length))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Whether a word may begin here. A hyphen binds: "mail" does not stand in "e-mail".</summary>
    public static bool Opens(string text, int at) => at == 0 || Parts(text[at - 1], at - 1 > 0 ? text[at - 2] : ' ');

    /// <summary>Whether a word may end before here.</summary>
    public static bool Closes(string text, int end) => end >= text.Length || Parts(text[end], end + 1 < text.Length ? text[end + 1] : ' ');

    private static bool Parts(char beside, char beyond) =>
        !char.IsLetterOrDigit(beside) && beside != '_' && !(beside == '-' && char.IsLetterOrDigit(beyond));

    private static int Next(string text, string phrase, int from) => phrase.Length == 0 || from > text.Length
        ? -1
        : text.IndexOf(phrase, from, StringComparison.OrdinalIgnoreCase);
}
