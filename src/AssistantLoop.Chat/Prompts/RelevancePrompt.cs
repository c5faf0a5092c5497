namespace AssistantLoop.Chat.Prompts;

/// <summary>How a model is asked whether a passage answers a question: prompts/relevance.yaml. Thread-safe.</summary>
public sealed class RelevancePrompt(PromptTemplate template)
{
    /// <summary>Reads the prompt of a program's home.</summary>
    /// <exception cref="Files.ContentFileException">The file is missing or malformed.</exception>
    public static RelevancePrompt Load(string home) => new(PromptTemplate.Load(Path.Combine(home, "prompts", "relevance.yaml")));

    /// <summary>SHA-256 of the file.</summary>
    public string Hash => template.Hash;

    /// <summary>The system message for a passage.</summary>
    public string Render(string title, string text) => template.Render(new Dictionary<string, object?>
    {
        ["title"] = PassageLine.Of(title),
        ["text"] = PassageLine.Of(text),
    });
}
