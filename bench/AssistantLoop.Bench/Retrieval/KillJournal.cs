namespace AssistantLoop.Bench.Retrieval;

/// <summary>
/// What a child began and what was acknowledged, a line each, written before and after. A kill leaves one operation at most
/// without its end.
/// </summary>
internal sealed record KillJournal(
    int Operations, IReadOnlyDictionary<string, string> Acknowledged, IReadOnlyDictionary<string, string>? Undecided)
{
    /// <summary>Begins the line of documents stored: paths and content hashes in turn.</summary>
    public const string Replace = "replace";

    /// <summary>Begins the line of the only documents that stay.</summary>
    public const string Keep = "keep";

    private const string Done = "done";
    private const string Dropped = "dropped";

    public static void Begin(string file, string kind, IEnumerable<string> values) =>
        File.AppendAllText(file, string.Join(' ', values.Prepend(kind)) + "\n");

    public static void End(string file) => File.AppendAllText(file, Done + "\n");

    /// <summary>Says how the operation without an end came out, if there is one.</summary>
    public static void Settle(string file, bool done)
    {
        if (Read(file).Undecided is not null)
        {
            File.AppendAllText(file, (done ? Done : Dropped) + "\n");
        }
    }

    public static KillJournal Read(string file)
    {
        Dictionary<string, string> documents = [];
        Dictionary<string, string>? next = null;
        int operations = 0;
        foreach (string line in File.ReadAllLines(file))
        {
            switch (line.Split(' '))
            {
                case [Done]:
                    documents = next!;
                    next = null;
                    operations++;
                    break;
                case [Dropped]:
                    next = null;
                    break;
                case [Keep, .. string[] kept]:
                    next = documents.Where(pair => kept.Contains(pair.Key)).ToDictionary();
                    break;
                case [_, .. string[] stored]:
                    next = new(documents);
                    foreach (string[] pair in stored.Chunk(2).Where(pair => pair.Length == 2))
                    {
                        next[pair[0]] = pair[1];
                    }

                    break;
            }
        }

        return new(operations, documents, next);
    }
}
