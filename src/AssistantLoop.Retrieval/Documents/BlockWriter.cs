using System.Text.RegularExpressions;

namespace AssistantLoop.Retrieval.Documents;

/// <summary>
/// Collects a document's blocks under the headings that stand above them. A document without a heading of the first level
/// gets its title as one, so that each passage says what it is about.
/// </summary>
/// <param name="title">The document's title, where it is known apart from its headings.</param>
internal sealed partial class BlockWriter(string? title)
{
    /// <summary>The most characters of a document's text: what a file may unfold to.</summary>
    internal const int MostCharacters = 32 << 20;

    private const int MostHeadingLength = 300;

    private readonly List<(int Level, string Text)> _above = [];
    private readonly List<TextBlock> _blocks = [];
    private IReadOnlyList<string> _headings = title is null ? [] : [title];
    private string _anchor = "";
    private long _characters;

    /// <summary>The page of what is added next, from 1.</summary>
    public int? Page { get; set; }

    /// <summary>What was added.</summary>
    public IReadOnlyList<TextBlock> Blocks => _blocks;

    /// <summary>The first heading, or null.</summary>
    public string? FirstHeading { get; private set; }

    /// <summary>Begins a section.</summary>
    /// <param name="level">From 1, the outermost.</param>
    /// <param name="text">The heading; an empty one begins none.</param>
    /// <param name="anchor">The place's name in the document; null makes one of the heading.</param>
    public void Heading(int level, string text, string? anchor = null)
    {
        string heading = OnOneLine(text);
        if (heading.Length == 0)
        {
            return;
        }

        heading = heading.Length > MostHeadingLength ? heading[..MostHeadingLength] : heading;
        _above.RemoveAll(above => above.Level >= level);
        _above.Add((level, heading));
        FirstHeading ??= heading;
        bool needsTitle = title is not null && _above[0].Level > 1;
        _headings = [.. needsTitle ? [title!] : Array.Empty<string>(), .. _above.Select(above => above.Text)];
        _anchor = anchor ?? AnchorOf(heading);
    }

    /// <summary>Adds a block; one without a letter, digit or sign is passed over.</summary>
    public void Add(BlockKind kind, string text) => Add(kind, text, _headings, _anchor);

    /// <summary>Adds a section of its own, such as a row of a table of questions.</summary>
    public void Add(BlockKind kind, string text, IReadOnlyList<string> headings, string anchor)
    {
        string line = OnOneLine(text);
        if (line.Length == 0)
        {
            return;
        }

        _characters += line.Length;
        if (_characters > MostCharacters)
        {
            throw new DocumentRefusedException($"holds more than {MostCharacters} characters; split it");
        }

        _blocks.Add(new(kind, line, headings, anchor, Page));
    }

    /// <summary>A row as "column: value, column: value"; empty cells are left out.</summary>
    /// <param name="names">The columns' names; a missing or empty one leaves the value alone.</param>
    /// <param name="cells">The row's values.</param>
    public static string Row(IReadOnlyList<string> names, IReadOnlyList<string> cells) =>
        string.Join(", ", cells
            .Select((cell, column) => (Value: OnOneLine(cell), Name: column < names.Count ? OnOneLine(names[column]) : ""))
            .Where(cell => cell.Value.Length > 0)
            .Select(cell => cell.Name.Length == 0 ? cell.Value : $"{cell.Name}: {cell.Value}"));

    /// <summary>The text with each run of white space as one space, and without control characters.</summary>
    public static string OnOneLine(string text) => Spaces().Replace(text, " ").Trim();

    /// <summary>The heading's name in an address: lower case, with hyphens between the words.</summary>
    public static string AnchorOf(string heading) => NotAnchor().Replace(heading.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex(@"[\s\p{Cc}\u200B\uFEFF]+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex NotAnchor();
}
