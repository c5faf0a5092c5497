using System.Text.RegularExpressions;
using AssistantLoop.Learning.DataSets.Texts;

namespace AssistantLoop.Learning.DataSets.Redaction;

/// <summary>Finds the names by which visitors introduce themselves or sign.</summary>
public static partial class NameFinder
{
    /// <summary>Capitalised words after "I am" that are no names.</summary>
    private static readonly HashSet<string> s_noNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "english", "german", "french", "dutch", "spanish", "italian", "irish", "british", "american", "belgian", "danish",
        "polish", "deutscher", "deutsche", "kunde", "kundin", "student", "customer", "client", "cliente", "member", "mitglied",
        "sorry", "happy", "ok", "okay", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "interested", "looking", "sure", "afraid", "new", "here", "back", "thanks", "hello", "hi", "order",
    };

    /// <summary>Names in what a visitor wrote, each as it is written there.</summary>
    public static IEnumerable<string> In(string text)
    {
        foreach (Match match in Introduced().Matches(text))
        {
            // "my name is" is followed by a name however it is written; it ends at the first small word.
            string[] words = match.Groups["name"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            bool cased = char.IsUpper(words[0][0]);
            string name = string.Join(' ', words.TakeWhile((word, at) =>
                !s_noNames.Contains(word) && (char.IsUpper(word[0]) || (!SmallWords.Contain(word) && (!cased || at == 0))
                    || (cased && at < words.Length - 1 && Particle().IsMatch(word)))));
            if (name.Length > 1)
            {
                yield return name;
            }
        }

        foreach (Regex pattern in (Regex[])[Being(), Signed()])
        {
            foreach (Match match in pattern.Matches(text))
            {
                string name = match.Groups["name"].Value;
                string first = name.Split(' ')[0];
                if (!s_noNames.Contains(first) && !SmallWords.Contain(first.ToLowerInvariant()))
                {
                    yield return name;
                }
            }
        }
    }

    [GeneratedRegex(@"\b(?:my name is|my name's|mein name ist|ich hei(?:ß|ss)e|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|il mio nome è|mijn naam is|ik heet|(?:o )?meu nome é|(?:eu )?me chamo|nazywam się)\s+(?<name>[\p{L}'’-]+(?: [\p{L}'’-]+){0,3})", RegexOptions.IgnoreCase)]
    private static partial Regex Introduced();

    // "I am Jo Smith, order 12": a name, not a nation or a mood, has capitals and ends with a comma, a stop or the text; after
    // "this is" one word alone is a name before a comma or "from" only.
    [GeneratedRegex(@"\b(?:I am|I'm|I’m|[Tt]his is(?= \p{Lu}[^\s.,;!]* \p{Lu}| \p{Lu}[^\s,]*(?:,| from\b))|[Hh]ier ist(?= \p{Lu}[^\s.,;!]* \p{Lu}| \p{Lu}[^\s,]*,)|[Ii]ch bin|[Jj]e suis|[Ss]oy|[Ss]ono|[Ii]k ben)\s+(?<name>\p{Lu}[\p{L}'’-]+(?: (?:(?:van|von|de|der|den|di|da) )*\p{Lu}[\p{L}'’-]+){0,2})(?=\s*(?:[,.;!(]|$|\band\b|\bfrom\b|\bund\b|\bet\b|\by\b))")]
    private static partial Regex Being();

    [GeneratedRegex(@"(?:[Rr]egards|[Ss]incerely|[Yy]ours|[Tt]hanks|[Cc]heers|Gr(?:ü|u)(?:ß|ss)en?|[Cc]ordialement|[Ss]aludos|[Ss]aluti|[Gg]roeten),?\s*\n?\s*(?<name>\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2})\s*$")]
    private static partial Regex Signed();

    [GeneratedRegex("^(?:van|von|de|der|den|di|da|la|le|ten|bin|al)$")]
    private static partial Regex Particle();
}
