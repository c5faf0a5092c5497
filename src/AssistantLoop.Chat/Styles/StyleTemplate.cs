using AssistantLoop.Chat.Files;

namespace AssistantLoop.Chat.Styles;

/// <summary>How answers should sound: one instruction that every prompt carries.</summary>
/// <param name="Name">The style's name.</param>
/// <param name="Instruction">The sentence that the prompt carries.</param>
/// <param name="Hash">SHA-256 of the file; part of what a version is.</param>
public sealed record StyleTemplate(string Name, string Instruction, string Hash)
{
    /// <summary>Reads a style file.</summary>
    /// <exception cref="ContentFileException">The file is missing, malformed, or lacks a key.</exception>
    public static StyleTemplate Load(string path)
    {
        StyleFile file = YamlFile.Read<StyleFile>(path);
        if (string.IsNullOrWhiteSpace(file.Instruction))
        {
            throw new ContentFileException(path, "'instruction' is missing");
        }

        return new(file.Name ?? Path.GetFileNameWithoutExtension(path), file.Instruction.Trim(), YamlFile.HashOf(path));
    }

    private sealed class StyleFile
    {
        public string? Name { get; init; }
        public string? Description { get; init; }
        public string? Instruction { get; init; }
    }
}
