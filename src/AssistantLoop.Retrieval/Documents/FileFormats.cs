namespace AssistantLoop.Retrieval.Documents;

/// <summary>How formats are told apart and what each may cost.</summary>
public static class FileFormats
{
    private static readonly (FileFormat Format, string MediaType, string[] Endings)[] s_all =
    [
        (FileFormat.Markdown, "text/markdown", [".md", ".markdown"]),
        (FileFormat.Text, "text/plain", [".txt"]),
        (FileFormat.Html, "text/html", [".html", ".htm", ".xhtml"]),
        (FileFormat.Csv, "text/csv", [".csv", ".tsv"]),
        (FileFormat.JsonLines, "application/jsonl", [".jsonl", ".ndjson"]),
        (FileFormat.Pdf, "application/pdf", [".pdf"]),
        (FileFormat.Docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", [".docx"]),
    ];

    /// <summary>The file name endings that are read, for messages.</summary>
    public static string Endings { get; } = string.Join(", ", s_all.SelectMany(format => format.Endings));

    /// <summary>The format that a file's name ends in, or null where it is none of them.</summary>
    public static FileFormat? ByName(string name)
    {
        string ending = Path.GetExtension(name);
        return Find(format => format.Endings.Contains(ending, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The format of a media type, whose parameters are passed over, or null where it is none of them.</summary>
    public static FileFormat? ByMediaType(string? mediaType)
    {
        string type = (mediaType ?? "").Split(';')[0].Trim();
        return type.ToLowerInvariant() switch
        {
            "application/xhtml+xml" => FileFormat.Html,
            "application/x-ndjson" or "application/x-jsonlines" => FileFormat.JsonLines,
            "text/tab-separated-values" => FileFormat.Csv,
            _ => Find(format => format.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)),
        };
    }

    /// <summary>The media type that is stored with a document.</summary>
    public static string MediaTypeOf(FileFormat format) => s_all.Single(known => known.Format == format).MediaType;

    /// <summary>The largest file, in bytes: 4 MiB of text, 32 MiB of what holds pictures or rows.</summary>
    public static int MostBytes(FileFormat format) => format switch
    {
        FileFormat.Markdown or FileFormat.Text or FileFormat.Html => 4 << 20,
        _ => 32 << 20,
    };

    /// <summary>Whether a reader may run wild on a hostile file, so that it belongs in a process of its own.</summary>
    public static bool NeedsSandbox(FileFormat format) => format is FileFormat.Pdf or FileFormat.Docx;

    private static FileFormat? Find(Func<(FileFormat Format, string MediaType, string[] Endings), bool> matches)
    {
        foreach ((FileFormat Format, string MediaType, string[] Endings) known in s_all)
        {
            if (matches(known))
            {
                return known.Format;
            }
        }

        return null;
    }
}
