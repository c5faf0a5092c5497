using AssistantLoop.Chat.Files;
using Microsoft.SemanticKernel;

namespace AssistantLoop.Chat.Prompts;

/// <summary>A prompt file's keys: Semantic Kernel's YAML prompt format.</summary>
internal sealed class PromptFile
{
    public string? Name { get; init; }
    public string? Description { get; init; }
    public string? Template { get; init; }
    public string? TemplateFormat { get; init; }
    public List<Variable>? InputVariables { get; init; }
    public Dictionary<string, Settings>? ExecutionSettings { get; init; }

    /// <summary>The file as Semantic Kernel's configuration.</summary>
    /// <exception cref="ContentFileException">It lacks a key.</exception>
    public PromptTemplateConfig Config(string path)
    {
        string Need(string? value, string key) =>
            string.IsNullOrWhiteSpace(value) ? throw new ContentFileException(path, $"'{key}' is missing") : value;
        return new()
        {
            Name = Need(Name, "name"),
            Description = Description,
            Template = Need(Template, "template"),
            TemplateFormat = TemplateFormat ?? PromptTemplateConfig.SemanticKernelTemplateFormat,
            InputVariables =
            [
                .. (InputVariables ?? []).Select(variable => new InputVariable
                {
                    Name = string.IsNullOrWhiteSpace(variable.Name)
                        ? throw new ContentFileException(path, "an entry of 'input_variables' has no name")
                        : variable.Name,
                    Description = variable.Description ?? "",
                    IsRequired = variable.IsRequired,
                    Default = variable.Default,
                }),
            ],
            ExecutionSettings = (ExecutionSettings ?? []).ToDictionary(pair => pair.Key, pair => pair.Value.Kernel()),
        };
    }

    internal sealed class Variable
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

        public PromptExecutionSettings Kernel()
        {
            Dictionary<string, object> values = [];
            void Add(string key, object? value)
            {
                if (value is not null)
                {
                    values[key] = value;
                }
            }

            Add("temperature", Temperature);
            Add("top_p", TopP);
            Add("max_tokens", MaxTokens);
            Add("stop_sequences", StopSequences);
            return new() { ExtensionData = values };
        }
    }
}
