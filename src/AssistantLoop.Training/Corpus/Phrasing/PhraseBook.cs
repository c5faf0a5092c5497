namespace AssistantLoop.Training.Corpus.Phrasing;

/// <summary>
/// Named lists of phrases. In the table a line <c>= name</c> opens a list; every further line is a phrase
/// (<see cref="Template"/>), or several short ones separated by <c> / </c>.
/// </summary>
internal sealed class PhraseBook
{
    private readonly Dictionary<string, List<Template>> _lists = new(StringComparer.Ordinal);

    public PhraseBook(params ReadOnlySpan<string> tables)
    {
        foreach (string table in tables)
        {
            List<Template>? list = null;
            foreach (string line in TextResource.Lines(table))
            {
                if (line.StartsWith("= ", StringComparison.Ordinal))
                {
                    _lists[line[2..]] = list = [];
                }
                else
                {
                    (list ?? throw new FormatException($"{table}: a phrase stands before the first list."))
                        .AddRange(line.Split(" / ", StringSplitOptions.TrimEntries).Select(Template.Parse));
                }
            }
        }
    }

    public bool Has(string list) => _lists.ContainsKey(list);

    public IReadOnlyList<Template> this[string list] => _lists.TryGetValue(list, out List<Template>? phrases)
        ? phrases
        : throw new FormatException($"There is no phrase list \"{list}\".");
}
