using System.Text;

namespace AssistantLoop.Learning.DataSets.Redaction;

/// <summary>
/// What stands for a visitor's names in one sample: each name whole, and its words alone. A single word that the passages
/// have too is the business's, such as a product called Heron, and is replaced where the visitor introduces themselves
/// alone.
/// </summary>
internal sealed class NameTerms
{
    private readonly IReadOnlyList<string> _whole;
    private readonly IReadOnlyList<string> _everywhere;

    private NameTerms(IReadOnlyList<string> whole, IReadOnlyList<string> everywhere)
    {
        _whole = whole;
        _everywhere = everywhere;
    }

    public static NameTerms Of(IEnumerable<string> names, string passages)
    {
        SortedSet<string> whole = new(StringComparer.Ordinal), words = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            string[] parts = name.Split(' ');
            if (parts.Length > 1)
            {
                whole.Add(name);
            }

            foreach (string part in parts.Where(part => part.Length > 1 && (parts.Length == 1 || char.IsUpper(part[0]))))
            {
                string proper = char.ToUpperInvariant(part[0]) + part[1..];
                if (Find(passages, proper, 0) < 0)
                {
                    words.UnionWith([part, proper]);
                }
            }
        }

        return new([.. Longest(whole)], [.. Longest(whole.Concat(words))]);
    }

    /// <summary>Replaces the names in one message.</summary>
    /// <param name="text">The message.</param>
    /// <param name="isGiven">Whether the business's side put it there: only whole names are replaced then.</param>
    /// <param name="isVisitors">Whether the visitor wrote it: introductions are replaced then whatever the name.</param>
    /// <param name="found">Takes the kind of each replaced piece.</param>
    public string Replace(string text, bool isGiven, bool isVisitors, Action<string> found)
    {
        IEnumerable<string> terms = isGiven ? _whole : _everywhere;
        if (isVisitors)
        {
            terms = Longest(terms.Concat(NameFinder.In(text)));
        }

        foreach (string term in terms)
        {
            text = Replace(text, term, found);
        }

        return text;
    }

    private static string Replace(string text, string term, Action<string> found)
    {
        int at = Find(text, term, 0);
        if (at < 0)
        {
            return text;
        }

        StringBuilder replaced = new();
        int from = 0;
        for (; at >= 0; at = Find(text, term, from))
        {
            replaced.Append(text, from, at - from).Append("[name]");
            from = at + term.Length;
            found("name");
        }

        return replaced.Append(text, from, text.Length - from).ToString();
    }

    private static int Find(string text, string term, int from)
    {
        for (int at = text.IndexOf(term, from, StringComparison.Ordinal); at >= 0;
            at = text.IndexOf(term, at + 1, StringComparison.Ordinal))
        {
            int end = at + term.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return at;
            }
        }

        return -1;
    }

    private static IEnumerable<string> Longest(IEnumerable<string> terms) =>
        terms.Distinct(StringComparer.Ordinal).OrderByDescending(term => term.Length).ThenBy(term => term, StringComparer.Ordinal);
}
