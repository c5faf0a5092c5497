using AssistantLoop.Chat.Files;
using AssistantLoop.Chat.Glossary;
using YamlDotNet.RepresentationModel;

namespace AssistantLoop.Chat.Content;

/// <summary>Glossary and fallbacks.</summary>
public static partial class ContentReader
{
    private const int MaxEntries = 500;

    private static List<GlossaryEntry> GlossaryOf(Section section)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        List<GlossaryEntry> entries = [];
        foreach ((int number, YamlNode node) in section.Entries(MaxEntries, FromText))
        {
            GlossaryFile file = section.Read<GlossaryFile>(number, node);
            GlossaryEntry entry = new()
            {
                Term = section.Need(number, file.Term, "term", MaxWord),
                Meaning = section.Need(number, file.Meaning, "meaning", MaxText),
                Preferred = file.Preferred is null ? null : section.Need(number, file.Preferred, "preferred", MaxWord),
                Avoid = section.Words(number, file.Avoid, "avoid"),
                Languages = section.Words(number, file.Languages, "languages"),
            };
            if (entry.Avoid.Contains(entry.Wording, StringComparer.OrdinalIgnoreCase))
            {
                throw section.Fault(number, $"'avoid' holds what is to be said: {entry.Wording}");
            }

            // The same term may mean one thing in one language and another in the next.
            section.Once(seen, number, string.Join(',', entry.Languages.Prepend(entry.Term)), "term");
            entries.Add(entry);
        }

        return entries;
    }

    private static YamlMappingNode FromText(string text)
    {
        string[] parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
        return new("term", parts[0], "meaning", parts.Length > 1 ? parts[1] : "");
    }

    private static Fallbacks FallbacksOf(Section section)
    {
        if (section.Root is null)
        {
            return Content.Fallbacks.English;
        }

        Dictionary<string, Dictionary<string, string>> file =
            YamlFile.Parse<Dictionary<string, Dictionary<string, string>>>(YamlSection.Write(section.Root), section.Source);
        foreach ((string name, Dictionary<string, string> wordings) in file)
        {
            if (!Content.Fallbacks.Names.Contains(name))
            {
                throw new ContentFileException(section.Source, $"'{name}' is no fallback; there are {string.Join(", ", Content.Fallbacks.Names)}");
            }

            if (wordings is null || wordings.Values.Any(text => string.IsNullOrWhiteSpace(text) || text.Length > MaxText))
            {
                throw new ContentFileException(section.Source, $"'{name}' must give each language a text of 1 to {MaxText} characters");
            }
        }

        return new(file.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<string, string>)pair.Value));
    }

    private sealed class GlossaryFile
    {
        public string? Term { get; init; }
        public string? Meaning { get; init; }
        public string? Preferred { get; init; }
        public List<string>? Avoid { get; init; }
        public List<string>? Languages { get; init; }
    }
}
