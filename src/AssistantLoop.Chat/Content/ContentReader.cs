using AssistantLoop.Chat.Files;
using YamlDotNet.RepresentationModel;

namespace AssistantLoop.Chat.Content;

/// <summary>
/// Reads one kind of a business's content from YAML, strictly: the same text is a section of business.yaml and what is
/// edited.
/// </summary>
public static partial class ContentReader
{
    public const string Glossary = "glossary";
    public const string Rules = "rules";
    public const string Actions = "actions";
    public const string Limits = "limits";
    public const string Fallbacks = "fallbacks";

    /// <summary>The longest text, in characters.</summary>
    public const int MaxLength = 200_000;

    private const int MaxText = 500;
    private const int MaxWord = 100;

    /// <summary>The kinds there are.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Glossary, Rules, Actions, Limits, Fallbacks];

    /// <summary>The content with one kind of it read anew.</summary>
    /// <param name="content">What the rest is taken from.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="yaml">The kind's YAML: a list, or a mapping for fallbacks. Empty says nothing.</param>
    /// <param name="source">What refusals call the text.</param>
    /// <exception cref="ContentFileException">The text is malformed; says where and why.</exception>
    public static BusinessContent With(BusinessContent content, string kind, string yaml, string source)
    {
        if (yaml.Length > MaxLength)
        {
            throw new ContentFileException(source, $"has {yaml.Length} characters; {MaxLength} is the most");
        }

        Section section = new(source, YamlSection.Root(yaml, source));
        return kind switch
        {
            Glossary => content with { Glossary = GlossaryOf(section) },
            Rules => content with { Rules = RulesOf(section) },
            Limits => content with { Limits = LimitsOf(section) },
            Actions => content with { Actions = ActionsOf(section) },
            Fallbacks => content with { Fallbacks = FallbacksOf(section) },
            _ => throw new ContentFileException(kind, $"is no kind of content; there are {string.Join(", ", Kinds)}"),
        };
    }

    /// <summary>A kind's text in a business.yaml; empty where it has none.</summary>
    /// <exception cref="ContentFileException">The file is missing or malformed.</exception>
    public static string SectionOf(string path, string kind) =>
        YamlSection.Child(YamlSection.Root(YamlFile.TextOf(path), path), kind) is { } node ? YamlSection.Write(node) : "";

    /// <summary>The content of a business.yaml.</summary>
    internal static BusinessContent Of(string yaml, string path, string? zone, bool privateWebhooks)
    {
        YamlNode? root = YamlSection.Root(yaml, path);
        BusinessContent content = new() { Zone = ZoneOf(zone, path), PrivateWebhooks = privateWebhooks };
        foreach (string kind in Kinds)
        {
            if (YamlSection.Child(root, kind) is { } node)
            {
                content = With(content, kind, YamlSection.Write(node), $"{path}: {kind}");
            }
        }

        return content;
    }

    private static TimeZoneInfo ZoneOf(string? name, string path) =>
        name is null ? TimeZoneInfo.Utc
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone
        : throw new ContentFileException(path, $"'time_zone' must be a name such as Europe/Berlin that this machine knows; given: {name}");

    /// <summary>A YAML text and its name in refusals.</summary>
    private sealed record Section(string Source, YamlNode? Root)
    {
        /// <summary>The list's entries as texts of their own; a plain text becomes a mapping.</summary>
        public IEnumerable<(int Number, YamlNode Node)> Entries(int most, Func<string, YamlNode>? fromText = null)
        {
            if (Root is null or YamlScalarNode { Value: null or "" or "~" or "null" })
            {
                return [];
            }

            if (Root is not YamlSequenceNode list)
            {
                throw new ContentFileException(Source, "must be a list");
            }

            return list.Children.Count > most
                ? throw new ContentFileException(Source, $"holds {list.Children.Count} entries; {most} is the most")
                : list.Children.Select((node, at) => (at + 1, node is YamlScalarNode { Value: { } text } && fromText is not null ? fromText(text) : node));
        }

        /// <summary>Reads an entry strictly.</summary>
        public T Read<T>(int number, YamlNode node)
            where T : class => YamlFile.Parse<T>(YamlSection.Write(node), $"{Source}: entry {number}");

        public ContentFileException Fault(int number, string problem) => new($"{Source}: entry {number}", problem);

        /// <summary>A text that must be there and may have so many characters, on one line.</summary>
        public string Need(int number, string? value, string key, int most)
        {
            string text = value?.ReplaceLineEndings(" ").Trim() ?? "";
            return text.Length == 0 ? throw Fault(number, $"'{key}' is missing")
                : text.Length > most ? throw Fault(number, $"'{key}' has {text.Length} characters; {most} is the most")
                : text;
        }

        public IReadOnlyList<string> Words(int number, List<string>? words, string key) => [.. (words ?? []).Select(word => Need(number, word, key, MaxWord))];

        /// <summary>Refuses a name that was there before.</summary>
        public void Once(HashSet<string> seen, int number, string name, string key)
        {
            if (!seen.Add(name))
            {
                throw Fault(number, $"'{key}: {name}' stands twice");
            }
        }
    }
}
