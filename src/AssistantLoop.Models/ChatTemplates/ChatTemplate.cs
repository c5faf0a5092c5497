using System.Security.Cryptography;
using System.Text;
using AssistantLoop.Models.ChatTemplates.Jinja;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Models.ChatTemplates;

/// <summary>
/// A Jinja chat template as Hugging Face models carry it, run by our own interpreter of the part of Jinja that such
/// templates use. Thread-safe. What it cannot run, and what the template itself refuses, throws
/// <see cref="ModelFormatException"/> that names the construct and its line. Work is bounded: see <c>Budget</c>.
/// </summary>
public sealed class ChatTemplate
{
    /// <summary>Longest template read, in characters.</summary>
    public const int LongestSource = 1_000_000;

    private readonly IReadOnlyList<Statement> _statements;
    private readonly IReadOnlyDictionary<string, string> _specialTokens;
    private readonly TimeProvider _clock;

    private ChatTemplate(
        string path, string source, IReadOnlyDictionary<string, string> specialTokens, TimeProvider clock)
    {
        Path = path;
        Source = source;
        _specialTokens = specialTokens;
        _clock = clock;
        if (source.Length > LongestSource)
        {
            throw new ModelFormatException(path,
                $"the chat template has {source.Length} characters; the most is {LongestSource}.");
        }

        _statements = Guard(() => TemplateParser.Run(source));
    }

    /// <summary>The template of the starter model.</summary>
    public static string StarterSource { get; } = ReadStarter();

    /// <summary>The file it was read from, or "chat template".</summary>
    public string Path { get; }

    /// <summary>The Jinja text.</summary>
    public string Source { get; }

    /// <summary>SHA-256, lower-case hex, of the Jinja text as UTF-8.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Source)));

    /// <summary>
    /// Reads chat_template.jinja, or <c>chat_template</c> of tokenizer_config.json, of a model folder.
    /// </summary>
    public static ChatTemplate Load(string folder) => Load(folder, TimeProvider.System);

    /// <summary>As <see cref="Load(string)"/>; the clock answers <c>strftime_now</c>.</summary>
    public static ChatTemplate Load(string folder, TimeProvider clock)
    {
        (string path, string source, var specialTokens) = ChatTemplateFile.Read(folder);
        return new ChatTemplate(path, source, specialTokens, clock);
    }

    /// <summary>Parses a template that comes from no file.</summary>
    public static ChatTemplate Parse(string jinja) =>
        Parse(jinja, new Dictionary<string, string>(), TimeProvider.System);

    /// <summary>As <see cref="Parse(string)"/>, with special tokens such as bos_token, and a clock.</summary>
    public static ChatTemplate Parse(string jinja, IReadOnlyDictionary<string, string> specialTokens,
        TimeProvider clock) =>
        new("chat template", jinja, specialTokens, clock);

    /// <summary>Renders a conversation to the text that the model reads.</summary>
    public string Render(IReadOnlyList<SampleMessage> messages, bool addGenerationPrompt) =>
        RenderWithSpans(messages, addGenerationPrompt).Text;

    /// <summary>Renders a conversation and says where the assistant's own words are.</summary>
    public RenderedChat RenderWithSpans(IReadOnlyList<SampleMessage> messages, bool addGenerationPrompt) =>
        RenderWithSpans(messages, addGenerationPrompt, new Dictionary<string, object?>());

    /// <summary>
    /// As above, with extra variables (bool, whole number, double, text, or lists and dictionaries of these).
    /// </summary>
    public RenderedChat RenderWithSpans(
        IReadOnlyList<SampleMessage> messages, bool addGenerationPrompt, IReadOnlyDictionary<string, object?> variables)
    {
        Dictionary<string, object?> all = new(StringComparer.Ordinal)
        {
            ["messages"] = messages.Select(message => (object?)new Mapping
            {
                ["role"] = message.Role,
                ["content"] = message.Content,
            }).ToList(),
            ["tools"] = null,
            ["documents"] = null,
            ["add_generation_prompt"] = addGenerationPrompt,
        };
        foreach ((string name, string token) in _specialTokens)
        {
            all[name] = token;
        }

        foreach ((string name, object? value) in variables)
        {
            all[name] = Variables.Convert(value);
        }

        (string text, var spans) = Guard(() => Interpreter.Run(_statements, all, _clock));
        return new RenderedChat(text, [.. spans.Select(span => new TextSpan(span.Start, span.End))]);
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (TemplateFault fault)
        {
            string message = fault.Message.ReplaceLineEndings(" ");
            string where = Path.EndsWith(".json", StringComparison.Ordinal) ? "`chat_template`, " : "";
            throw new ModelFormatException(Path, $"{where}line {fault.Line}: {message}", fault);
        }
    }

    private static string ReadStarter()
    {
        using Stream stream = typeof(ChatTemplate).Assembly.GetManifestResourceStream("starter.jinja")
            ?? throw new InvalidOperationException("The resource starter.jinja is missing.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
