using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>The YAML fields that a Markdown file may begin with, between two lines of "---".</summary>
internal static class FrontMatter
{
    private const int MostCharacters = 64 << 10;
    private const string Fence = "---";

    /// <summary>The fields and the text after them. Only values that are plain text are kept; lists and maps are passed over.</summary>
    /// <exception cref="DocumentRefusedException">The fields are not YAML.</exception>
    public static (IReadOnlyDictionary<string, string> Fields, string Text) Read(string markdown)
    {
        string text = markdown.ReplaceLineEndings("\n");
        int end = text.StartsWith(Fence + "\n", StringComparison.Ordinal) ? text.IndexOf("\n" + Fence, Fence.Length, StringComparison.Ordinal) : -1;
        if (end is < 0 or > MostCharacters || !IsLineEnd(text, end + 1 + Fence.Length))
        {
            return (new Dictionary<string, string>(), text);
        }

        try
        {
            string rest = text[Math.Min(text.Length, end + Fence.Length + 2)..];
            return Fields(text[Fence.Length..end]) is { } fields ? (fields, rest) : (new Dictionary<string, string>(), text);
        }
        catch (YamlException error)
        {
            throw new DocumentRefusedException(
                $"the fields between its first two lines of {Fence} are not YAML (line {error.Start.Line}): {error.Message}", error);
        }
    }

    private static bool IsLineEnd(string text, int at) => at >= text.Length || text[at] == '\n';

    // Read as events, so that neither nesting nor aliases can cost anything.
    private static Dictionary<string, string>? Fields(string yaml)
    {
        Parser parser = new(new StringReader(yaml));
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _) || !parser.TryConsume<MappingStart>(out _))
        {
            return null;
        }

        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            string? name = Value(parser);
            string? value = Value(parser);
            if (!string.IsNullOrWhiteSpace(name) && !string.IsNullOrWhiteSpace(value))
            {
                fields[name.Trim().ToLowerInvariant()] = value.Trim();
            }
        }

        return fields;
    }

    private static string? Value(Parser parser)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return scalar.Value;
        }

        int depth = 0;
        do
        {
            depth += parser.Consume<ParsingEvent>().NestingIncrease;
        }
        while (depth > 0);
        return null;
    }
}
