namespace AssistantLoop.Chat.Files;

/// <summary>A prompt, style or business file that cannot be used; the message names the file and the cause.</summary>
public sealed class ContentFileException(string path, string problem) : Exception($"{path}: {problem}")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; } = problem;
}
