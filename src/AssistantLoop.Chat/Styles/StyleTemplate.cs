using AssistantLoop.Chat.Files;

namespace AssistantLoop.Chat.Styles;

/// <summary>How answers should sound, and what can be checked of it. Thread-safe.</summary>
/// <param name="Name">The style's name.</param>
/// <param name="Instruction">The sentence that every prompt carries.</param>
/// <param name="Hash">SHA-256 of the file; part of what a version is.</param>
public sealed record StyleTemplate(string Name, string Instruction, string Hash)
{
    /// <summary>What a style may say of one sort of turns.</summary>
    public StyleForm Form { get; init; } = new();

    /// <summary>What is otherwise in a language.</summary>
    public IReadOnlyDictionary<string, StyleForm> Languages { get; init; } = new Dictionary<string, StyleForm>();

    /// <summary>What is otherwise on a channel.</summary>
    public IReadOnlyDictionary<string, StyleForm> Channels { get; init; } = new Dictionary<string, StyleForm>();

    /// <summary>Reads a style file.</summary>
    /// <exception cref="ContentFileException">The file is missing, malformed, or lacks a key.</exception>
    public static StyleTemplate Load(string path) =>
        Parse(YamlFile.TextOf(path), path, Path.GetFileNameWithoutExtension(path)) with { Hash = YamlFile.HashOf(path) };

    /// <summary>Reads a style's text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="source">What refusals call it.</param>
    /// <param name="name">Its name, where the text has none.</param>
    /// <exception cref="ContentFileException">The text is malformed, or lacks a key.</exception>
    public static StyleTemplate Parse(string yaml, string source, string name)
    {
        StyleFile file = YamlFile.Parse<StyleFile>(yaml, source);
        if (string.IsNullOrWhiteSpace(file.Instruction))
        {
            throw new ContentFileException(source, "'instruction' is missing");
        }

        StyleForm main = file.Form(source);
        return new(file.Name ?? name, file.Instruction.Trim(), YamlFile.HashOfText(yaml))
        {
            Form = main with { Instruction = null },
            Languages = Forms(file.Languages, $"{source}: languages"),
            Channels = Forms(file.Channels, $"{source}: channels"),
        };
    }

    /// <summary>The style of a turn: the channel's form over the language's over the style's own.</summary>
    public StyleForm For(string? language, string? channel)
    {
        StyleForm form = Form with { Instruction = Instruction };
        if (language is not null && Languages.FirstOrDefault(pair => Content.TurnContext.Matches(language, pair.Key)).Value is { } spoken)
        {
            form = form.With(spoken);
        }

        return channel is not null && Channels.FirstOrDefault(pair => pair.Key.Equals(channel, StringComparison.OrdinalIgnoreCase)).Value is { } there
            ? form.With(there)
            : form;
    }

    private static Dictionary<string, StyleForm> Forms(Dictionary<string, StyleFormFile>? files, string source) =>
        (files ?? []).ToDictionary(pair => pair.Key, pair => pair.Value.Form($"{source}: {pair.Key}"));
}
