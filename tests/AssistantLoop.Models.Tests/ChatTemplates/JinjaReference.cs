using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Models.Tests.ChatTemplates;

/// <summary>
/// Every shared chat template rendered by the npm package @huggingface/jinja, in one run of Node. The package is
/// installed by <c>npm ci --ignore-scripts</c> in jinja-reference/.
/// </summary>
public sealed class JinjaReference
{
    private const string Folder = "tests/AssistantLoop.Models.Tests/jinja-reference";

    private readonly Lazy<JsonNode> _rendered = new(Run);

    public static IReadOnlyDictionary<string, IReadOnlyList<SampleMessage>> Conversations { get; } =
        new Dictionary<string, IReadOnlyList<SampleMessage>>
        {
            ["user"] = [new("user", "Hello, where is my order?")],
            ["system"] =
            [
                new("system", "You are Finch. Be brief."), new("user", "Hi"), new("assistant", "Hello! How can I help?"),
                new("user", "Do you sell pots?"),
            ],
            ["multi-turn"] =
            [
                new("user", "Größe \"L\" – gibt's die? 和 🙂\n```js\nlet x = {{ a: '1' }}; // {% if %}\n```"),
                new("assistant", "Ja, \"L\" ist da.\n\n1. eins\n2. zwei \\n <b>&amp;</b>"),
                new("user", "  thanks\tand\nbye  "),
                new("assistant", "C'est l'été — ça va?\n"),
                new("user", "#{x} ${y} %d"),
            ],
        };

    public static string? TemplateFolder
    {
        get
        {
            string folder = Path.Combine(SharedData.Root, "..", "shared", "conformance", "chat-templates");
            return Directory.Exists(folder) ? folder : null;
        }
    }

    /// <summary>The reference's text, or null where it refuses.</summary>
    public string? Render(string template, string conversation, bool addGenerationPrompt)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(SharedData.Root, Folder, "node_modules")),
            $"run npm ci --ignore-scripts in {Folder} first");
        return _rendered.Value[template]![$"{conversation} {addGenerationPrompt}"]!["text"]?.GetValue<string>();
    }

    private static JsonNode Run()
    {
        ProcessStartInfo start = new("node", "reference.mjs")
        {
            WorkingDirectory = Path.Combine(SharedData.Root, Folder),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
            Environment = { ["TZ"] = "UTC" },
        };
        using Process node = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        node.StandardInput.Write(Input());
        node.StandardInput.Close();
        string output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.Equal(0, node.ExitCode);
        return JsonNode.Parse(output)!;
    }

    private static string Input() => JsonSerializer.Serialize(new
    {
        now = new FixedClock().GetUtcNow(),
        templates = Directory.GetFiles(TemplateFolder!, "*.jinja").ToDictionary(file => Path.GetFileName(file), File.ReadAllText),
        cases = Conversations.SelectMany(conversation => new[] { false, true }.Select(prompt => new
        {
            name = $"{conversation.Key} {prompt}",
            context = new
            {
                messages = conversation.Value.Select(message => new { role = message.Role, content = message.Content }),
                tools = (object?)null,
                documents = (object?)null,
                add_generation_prompt = prompt,
                bos_token = "<s>",
                eos_token = "</s>",
            },
        })),
    });
}
