using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>A question and what answers it.</summary>
/// <param name="Relevant">The passages' titles or the documents' paths, any of which answers; empty where none does.</param>
/// <param name="Text">The question.</param>
/// <param name="Earlier">The visitor's messages before it, oldest first.</param>
internal sealed record LabelledQuestion(IReadOnlySet<string> Relevant, string Text, IReadOnlyList<string> Earlier)
{
    public bool IsAnswered => Relevant.Count > 0;

    public SearchRequest Request(string tenant) => new(tenant, Text) { Earlier = Earlier };

    /// <summary>Reads a file of bench/retrieval: relevant ones, tab, question, and a tab and the messages before where there are any.</summary>
    /// <param name="file">The file; lines that begin with # are remarks.</param>
    /// <param name="separator">Between the relevant ones.</param>
    public static IReadOnlyList<LabelledQuestion> Read(string file, char separator) =>
    [
        .. File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#').Select(line =>
        {
            string[] fields = line.Split('\t');
            return new LabelledQuestion(
                fields[0] == "-" ? new HashSet<string>() : fields[0].Split(separator, StringSplitOptions.TrimEntries).ToHashSet(),
                fields[1],
                fields.Length > 2 ? fields[2].Split("||") : []);
        }),
    ];
}
