using AssistantLoop.Chat.Files;
using HandlebarsDotNet;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Chat.Prompts;

/// <summary>
/// A prompt of prompts/: Semantic Kernel's YAML prompt format with a Handlebars template. Thread-safe.
/// </summary>
public sealed class PromptTemplate
{
    private readonly HandlebarsTemplate<object, object> _template;
    private readonly PromptFile _file;
    private readonly string _path;

    private PromptTemplate(string path, PromptFile file)
    {
        _path = path;
        _file = file;
        _template = Compile(path, file);
        Hash = YamlFile.HashOf(path);
    }

    /// <summary>SHA-256 of the file; part of what a version is.</summary>
    public string Hash { get; }

    /// <summary>The prompt's name.</summary>
    public string Name => _file.Name!;

    /// <summary>Reads and compiles a prompt file.</summary>
    /// <exception cref="ContentFileException">The file is missing, malformed, or not a Handlebars prompt.</exception>
    public static PromptTemplate Load(string path) => new(path, YamlFile.Read<PromptFile>(path));

    /// <summary>Fills the template in.</summary>
    /// <exception cref="ContentFileException">A required variable has no value.</exception>
    public string Render(IReadOnlyDictionary<string, object?> values)
    {
        Dictionary<string, object?> filled = new(values);
        foreach (PromptFile.InputVariable variable in _file.InputVariables ?? [])
        {
            if (filled.TryGetValue(variable.Name!, out object? value) && value is not null)
            {
                continue;
            }

            if (variable.IsRequired)
            {
                throw new ContentFileException(_path, $"the variable '{variable.Name}' has no value");
            }

            filled[variable.Name!] = variable.Default;
        }

        return _template(filled).ReplaceLineEndings("\n").TrimEnd('\n');
    }

    /// <summary>The execution settings for <paramref name="service"/>, or the default ones.</summary>
    public ChatOptions Options(string service = "default")
    {
        PromptFile.Settings? settings = null;
        _ = _file.ExecutionSettings?.TryGetValue(service, out settings) == true
            || _file.ExecutionSettings?.TryGetValue("default", out settings) == true;
        return new()
        {
            Temperature = settings?.Temperature,
            TopP = settings?.TopP,
            MaxOutputTokens = settings?.MaxTokens,
            StopSequences = settings?.StopSequences,
        };
    }

    private static HandlebarsTemplate<object, object> Compile(string path, PromptFile file)
    {
        string Missing(string key) => $"'{key}' is missing";
        if (string.IsNullOrWhiteSpace(file.Name))
        {
            throw new ContentFileException(path, Missing("name"));
        }

        if (string.IsNullOrWhiteSpace(file.Template))
        {
            throw new ContentFileException(path, Missing("template"));
        }

        if (file.TemplateFormat != "handlebars")
        {
            throw new ContentFileException(
                path, $"template_format is '{file.TemplateFormat ?? "semantic-kernel"}'; only 'handlebars' is supported");
        }

        if (file.InputVariables?.Find(variable => string.IsNullOrWhiteSpace(variable.Name)) is not null)
        {
            throw new ContentFileException(path, "an entry of 'input_variables' has no name");
        }

        try
        {
            IHandlebars handlebars = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });
            return handlebars.Compile(file.Template);
        }
        catch (HandlebarsException error)
        {
            throw new ContentFileException(path, error.Message.ReplaceLineEndings(" "));
        }
    }
}
