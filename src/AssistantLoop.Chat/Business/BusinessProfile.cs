using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Files;

namespace AssistantLoop.Chat.Business;

/// <summary>What the assistant must know of the business it speaks for; read from its business.yaml.</summary>
public sealed record BusinessProfile
{
    /// <summary>The business's id in every row of the database: lower-case letters, digits and hyphens.</summary>
    public required string Tenant { get; init; }

    /// <summary>The business's name.</summary>
    public required string Business { get; init; }

    /// <summary>The assistant's name.</summary>
    public required string Assistant { get; init; }

    /// <summary>The folder that holds business.yaml; the paths below are absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>The style template's name, a file of style-templates/.</summary>
    public required string Style { get; init; }

    /// <summary>The prompt's name, a file of prompts/.</summary>
    public required string Prompt { get; init; }

    /// <summary>The folder of documents to ingest.</summary>
    public required string Documents { get; init; }

    /// <summary>The held-out evaluation suite.</summary>
    public required string Suite { get; init; }

    /// <summary>A suite of general abilities that a candidate must not forget, or null.</summary>
    public string? GeneralSuite { get; init; }

    /// <summary>Further suites, which runs do not ask and whose texts they keep out of training.</summary>
    public IReadOnlyList<string> HeldOut { get; init; } = [];

    /// <summary>The gate a candidate must pass.</summary>
    public required string Gate { get; init; }

    /// <summary>What the widget says first.</summary>
    public string Welcome { get; init; } = "Hello! How can I help?";

    /// <summary>Questions that the widget offers.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];

    /// <summary>Glossary, rules, limits, actions and fallbacks, as business.yaml has them.</summary>
    public BusinessContent Content { get; init; } = BusinessContent.Empty;

    /// <summary>Which subjects agents should look at first.</summary>
    public ReviewWeights Review { get; init; } = ReviewWeights.Even;

    /// <summary>The data set rules that the business sets itself, by key, as written; checked by whoever applies them.</summary>
    public IReadOnlyDictionary<string, string> DataSet { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads business.yaml of a folder.</summary>
    /// <exception cref="ContentFileException">The file is missing, malformed, or lacks a key.</exception>
    public static BusinessProfile Load(string folder)
    {
        string path = Path.Combine(folder, "business.yaml");
        string yaml = YamlFile.TextOf(path);
        BusinessFile file = YamlFile.Parse<BusinessFile>(yaml, path);
        string Need(string? value, string key) =>
            string.IsNullOrWhiteSpace(value) ? throw new ContentFileException(path, $"'{key}' is missing") : value;
        string In(string? value, string key) => Path.GetFullPath(Path.Combine(folder, Need(value, key)));
        return new()
        {
            Tenant = Need(file.Tenant, "tenant"),
            Business = Need(file.Business, "business"),
            Assistant = Need(file.Assistant, "assistant"),
            Folder = Path.GetFullPath(folder),
            Style = Need(file.Style, "style"),
            Prompt = Need(file.Prompt, "prompt"),
            Documents = In(file.Documents, "documents"),
            Suite = In(file.Suite, "suite"),
            GeneralSuite = file.GeneralSuite is null ? null : In(file.GeneralSuite, "general_suite"),
            HeldOut = [.. (file.HeldOut ?? []).Select(suite => In(suite, "held_out"))],
            Gate = In(file.Gate, "gate"),
            Welcome = file.Welcome ?? "Hello! How can I help?",
            Suggestions = file.Suggestions ?? [],
            Content = ContentReader.Of(yaml, path, file.TimeZone, file.PrivateWebhooks ?? false),
            DataSet = file.DataSet ?? [],
            Review = WeightsOf(file.Review?.Weights ?? [], path),
        };
    }

    private static ReviewWeights WeightsOf(Dictionary<string, double> weights, string path)
    {
        try
        {
            return new(weights);
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new ContentFileException(path, error.Message);
        }
    }

    private sealed class BusinessFile
    {
        public string? Tenant { get; init; }
        public string? Business { get; init; }
        public string? Assistant { get; init; }
        public string? Style { get; init; }
        public string? Prompt { get; init; }
        public string? Documents { get; init; }
        public string? Suite { get; init; }
        public string? GeneralSuite { get; init; }
        public List<string>? HeldOut { get; init; }
        public string? Gate { get; init; }
        public string? Welcome { get; init; }
        public List<string>? Suggestions { get; init; }
        public string? TimeZone { get; init; }
        public bool? PrivateWebhooks { get; init; }

        // Read apart, by the content's reader.
        public object? Glossary { get; init; }
        public object? Rules { get; init; }
        public object? Actions { get; init; }
        public object? Limits { get; init; }
        public object? Fallbacks { get; init; }
        public ReviewFile? Review { get; init; }
        public Dictionary<string, string>? DataSet { get; init; }
    }

    private sealed class ReviewFile
    {
        public Dictionary<string, double>? Weights { get; init; }
    }
}
