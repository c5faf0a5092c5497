using AssistantLoop.Chat.Files;
using AssistantLoop.Chat.Kernels;
using HandlebarsDotNet;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace AssistantLoop.Chat.Prompts;

/// <summary>
/// A prompt of prompts/: Semantic Kernel's YAML prompt format with a Handlebars template, as a kernel function. Thread-safe.
/// </summary>
public sealed class PromptTemplate
{
    private readonly HandlebarsPromptTemplate _template;
    private readonly PromptFile _file;
    private readonly string _path;

    private PromptTemplate(string path, PromptFile file)
    {
        _path = path;
        _file = file;
        Config = file.Config(path);
        _template = Compile(path, Config);
        Function = KernelFunctionFactory.CreateFromPrompt(_template, Config);
        Hash = YamlFile.HashOf(path);
    }

    /// <summary>SHA-256 of the file; part of what a version is.</summary>
    public string Hash { get; }

    /// <summary>The prompt's name.</summary>
    public string Name => Config.Name!;

    /// <summary>The file, as Semantic Kernel's configuration.</summary>
    public PromptTemplateConfig Config { get; }

    /// <summary>
    /// The prompt as a function of a kernel, for prompts that are one question to a model. What is filled in is encoded then,
    /// since the kernel reads markup of chat turns in what was rendered.
    /// </summary>
    public KernelFunction Function { get; }

    /// <summary>Reads and compiles a prompt file.</summary>
    /// <exception cref="ContentFileException">The file is missing, malformed, or not a Handlebars prompt.</exception>
    public static PromptTemplate Load(string path) => new(path, YamlFile.Read<PromptFile>(path));

    /// <summary>Fills the template in, as text that nothing reads markup in.</summary>
    /// <exception cref="ContentFileException">A required variable has no value.</exception>
    public string Render(IReadOnlyDictionary<string, object?> values)
    {
        try
        {
            return _template.Render(values);
        }
        catch (KernelException error)
        {
            throw new ContentFileException(_path, error.Message);
        }
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

    private static HandlebarsPromptTemplate Compile(string path, PromptTemplateConfig config)
    {
        try
        {
            return new HandlebarsPromptTemplateFactory().TryCreate(config, out IPromptTemplate? made)
                ? (HandlebarsPromptTemplate)made
                : throw new ContentFileException(path, $"template_format is '{config.TemplateFormat}'; only 'handlebars' is supported");
        }
        catch (HandlebarsException error)
        {
            throw new ContentFileException(path, error.Message.ReplaceLineEndings(" "));
        }
    }
}
