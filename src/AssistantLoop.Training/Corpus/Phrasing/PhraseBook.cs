namespace AssistantLoop.Training.Corpus.Phrasing;

/// <summary>
/// Named lists of phrases. In the table a line <c>= name</c> opens a list; every further line is a phrase
/// (<see cref="Template"/>), or several short ones separated by <c> / </c>. Of a list of wordings (a dot in its name)
/// with six phrases or more, one in eight is kept for held-out samples; so are no words, which names have pools for.
/// </summary>
internal sealed class PhraseBook
{
    private const int FewestToReserve = 6;
    private const int ReservedShare = 8;

    private readonly Dictionary<string, Template[]> _training = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Template[]> _heldOut = new(StringComparer.Ordinal);

    public PhraseBook(params ReadOnlySpan<string> tables)
    {
        Dictionary<string, List<Template>> lists = new(StringComparer.Ordinal);
        foreach (string table in tables)
        {
            List<Template>? list = null;
            foreach (string line in TextResource.Lines(table))
            {
                if (line.StartsWith("= ", StringComparison.Ordinal))
                {
                    lists[line[2..]] = list = [];
                }
                else
                {
                    (list ?? throw new FormatException($"{table}: a phrase stands before the first list."))
                        .AddRange(line.Split(" / ", StringSplitOptions.TrimEntries).Select(Template.Parse));
                }
            }
        }

        foreach ((string name, List<Template> phrases) in lists)
        {
            HashSet<string> reserved = Reserves(name) ? Reserved(phrases) : [];
            _training[name] = [.. phrases.Where(phrase => !reserved.Contains(phrase.Source))];
            _heldOut[name] = reserved.Count == 0
                ? [.. phrases]
                : [.. phrases.Where(phrase => reserved.Contains(phrase.Source))];
        }
    }

    /// <summary>The lists' names.</summary>
    public IEnumerable<string> Names => _training.Keys;

    /// <summary>A list's phrases in the training pool, or in the held-out one.</summary>
    public IReadOnlyList<Template> Of(string list, bool heldOut) =>
        (heldOut ? _heldOut : _training).TryGetValue(list, out Template[]? phrases)
            ? phrases
            : throw new FormatException($"There is no phrase list \"{list}\".");

    /// <summary>Whether part of a list's phrases is kept for held-out samples.</summary>
    public static bool Reserves(string list) =>
        list.Contains('.', StringComparison.Ordinal) && !list.StartsWith("talk.", StringComparison.Ordinal);

    // A phrase that is listed more than once is to be frequent in training: it is not reserved.
    private static HashSet<string> Reserved(List<Template> phrases)
    {
        string[] once = [.. phrases.GroupBy(phrase => phrase.Source).Where(same => same.Count() == 1)
            .Select(same => same.Key).OrderBy(Words.StableHash)];
        return once.Length < FewestToReserve ? [] : [.. once.Take(Math.Max(1, once.Length / ReservedShare))];
    }
}
