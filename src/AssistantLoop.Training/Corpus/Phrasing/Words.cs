namespace AssistantLoop.Training.Corpus.Phrasing;

/// <summary>Small English helpers.</summary>
internal static class Words
{
    private static readonly HashSet<string> s_questionWords =
    [
        "How", "What", "When", "Where", "Which", "Who", "Whom", "Why", "Can", "Do", "Does", "Is", "Are", "May", "Could",
        "Until", "At", "On", "In", "From", "By", "Did", "Will", "Should", "Must", "Has", "Have", "For", "To", "With",
    ];

    private static readonly HashSet<string> s_plurals = ["are", "have", "were", "need", "cost"];

    /// <summary>The question with a small first letter where it begins with a question word.</summary>
    public static string LowerQuestion(string question) =>
        s_questionWords.Contains(question.Split(' ', 2)[0])
            ? char.ToLowerInvariant(question[0]) + question[1..]
            : question;

    /// <summary>The text with a capital first letter; an address at its beginning stays as it is.</summary>
    public static string Capital(string text)
    {
        int end = text.IndexOf(' ', StringComparison.Ordinal);
        ReadOnlySpan<char> first = end < 0 ? text : text.AsSpan(0, end);
        bool address = first.ContainsAny('@', '/');
        return text.Length == 0 || address ? text : char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>The rest of a sentence that begins with its subject and a verb that shows the number; null where it does not.</summary>
    public static string? AfterSubject(string sentence, string subject)
    {
        foreach (string article in (string[])["", "the ", "our "])
        {
            string head = article + subject + " ";
            if (sentence.StartsWith(head, StringComparison.OrdinalIgnoreCase))
            {
                string rest = sentence[head.Length..];
                return IsSingular(rest) || s_plurals.Contains(FirstWord(rest)) ? rest : null;
            }
        }

        return null;
    }

    /// <summary>Whether a verb at the beginning is of the third person singular.</summary>
    public static bool IsSingular(string predicate) =>
        FirstWord(predicate) is [.., not 's', 's'] verb && verb.All(char.IsAsciiLetterLower);

    /// <summary>A thing's name without its article.</summary>
    public static string Bare(string name) => name.StartsWith("the ", StringComparison.Ordinal) ? name[4..] : name;

    /// <summary>"a kettle", "an oven"; numbers are read as digits ("an 8", "an 11", "a 5").</summary>
    public static string WithArticle(string noun)
    {
        bool vowel = "aeiouAEIO8".Contains(noun[0], StringComparison.Ordinal)
            || noun.StartsWith("11", StringComparison.Ordinal);
        bool soundsLikeYou = noun.StartsWith("uni", StringComparison.OrdinalIgnoreCase)
            || noun.StartsWith("eu", StringComparison.OrdinalIgnoreCase);
        return (vowel && !soundsLikeYou ? "an " : "a ") + noun;
    }

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string Join(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => string.Join(", ", items.Take(items.Count - 1)) + " and " + items[^1],
    };

    /// <summary>The text with a whole word, or its plural in s, replaced wherever it stands.</summary>
    public static string Swap(string text, string word, string replacement)
    {
        for (int at = 0; (at = text.IndexOf(word, at, StringComparison.Ordinal)) >= 0;)
        {
            int end = at + word.Length;
            bool plural = end < text.Length && text[end] == 's';
            int after = plural ? end + 1 : end;
            bool whole = (at == 0 || !char.IsLetter(text[at - 1])) && (after == text.Length || !char.IsLetter(text[after]));
            text = whole ? string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(end)) : text;
            at += whole ? replacement.Length : word.Length;
        }

        return text;
    }

    private static string FirstWord(string text) => text.Split(' ', 2)[0];

    /// <summary>FNV-1a, for splits that must be the same everywhere.</summary>
    public static uint StableHash(string text)
    {
        uint hash = 2166136261;
        foreach (char letter in text)
        {
            hash = unchecked((hash ^ letter) * 16777619);
        }

        return hash;
    }
}
