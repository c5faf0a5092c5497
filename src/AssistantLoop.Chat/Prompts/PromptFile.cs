namespace AssistantLoop.Chat.Prompts;

/// <summary>A prompt file's keys: Semantic Kernel's YAML prompt format.</summary>
internal sealed class PromptFile
{
    public string? Name { get; init; }
    public string? Description { get; init; }
    public string? Template { get; init; }
    public string? TemplateFormat { get; init; }
    public List<InputVariable>? InputVariables { get; init; }
    public Dictionary<string, Settings>? ExecutionSettings { get; init; }

    internal sealed class InputVariable
    {
        public string? Name { get; init; }
        public string? Description { get; init; }
        public bool IsRequired { get; init; }
        public string? Default { get; init; }
    }

    internal sealed class Settings
    {
        public float? Temperature { get; init; }
        public float? TopP { get; init; }
        public int? MaxTokens { get; init; }
        public List<string>? StopSequences { get; init; }
    }
}
