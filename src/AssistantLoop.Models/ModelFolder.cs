using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Models;

/// <summary>
/// A Hugging Face model folder, opened: config.json and the weights are checked at once, the rest is read when asked
/// for. Whatever is missing or damaged throws <see cref="ModelFormatException"/>. Thread-safe.
/// </summary>
public sealed class ModelFolder : IDisposable
{
    private static readonly string[] s_hashedFiles =
    [
        ModelConfig.FileName, "generation_config.json", "tokenizer.json", "vocab.json", "merges.txt",
        "added_tokens.json", "special_tokens_map.json", "tokenizer_config.json", "chat_template.jinja",
        ModelWeights.IndexFile,
    ];

    private readonly Lazy<string> _hash;
    private readonly Lazy<IReadOnlyList<int>> _endTokenIds;
    private readonly Lazy<ChatTemplate> _template;
    private readonly Lazy<HuggingFaceTokenizer> _tokenizer;

    private ModelFolder(string path, ModelConfig config, ModelWeights weights)
    {
        Path = path;
        Config = config;
        Weights = weights;
        _hash = new Lazy<string>(() => ContentHash.Of(path, s_hashedFiles.Concat(weights.FileNames)));
        _template = new Lazy<ChatTemplate>(() => ChatTemplate.Load(path));
        _tokenizer = new Lazy<HuggingFaceTokenizer>(() => HuggingFaceTokenizer.Load(path));
        _endTokenIds = new Lazy<IReadOnlyList<int>>(ReadEndTokenIds);
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    public ModelConfig Config { get; }

    public ModelWeights Weights { get; }

    /// <summary>The tokenizer; read when first asked for.</summary>
    public HuggingFaceTokenizer Tokenizer => _tokenizer.Value;

    /// <summary>The chat template; read when first asked for.</summary>
    public ChatTemplate Template => _template.Value;

    /// <summary>
    /// SHA-256, lower-case hex, over config, weights and tokenizer files; read through once, then remembered.
    /// </summary>
    public string Hash => _hash.Value;

    /// <summary>
    /// Ids that end an answer: those of config.json, generation_config.json and the tokenizer's eos_token.
    /// </summary>
    public IReadOnlyList<int> EndTokenIds => _endTokenIds.Value;

    /// <summary>Opens a folder; config and all tensors that the architecture needs are checked.</summary>
    public static ModelFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (!Directory.Exists(full))
        {
            throw new ModelFormatException(path, "the model folder is missing.");
        }

        ModelConfig config = ModelConfig.Load(full);
        ModelWeights weights = ModelWeights.Load(full);
        try
        {
            weights.Check(config);
        }
        catch (ModelFormatException)
        {
            weights.Dispose();
            throw;
        }

        return new ModelFolder(full, config, weights);
    }

    public void Dispose() => Weights.Dispose();

    // Chat models often end turns by another token than the base model's config says.
    private IReadOnlyList<int> ReadEndTokenIds()
    {
        string generation = System.IO.Path.Combine(Path, "generation_config.json");
        IReadOnlyList<int> more = File.Exists(generation) ? JsonFields.Load(generation).TokenIds("eos_token_id") : [];
        int? end = ChatTemplateFile.SpecialTokens(Path).TryGetValue("eos_token", out string? token)
            ? Tokenizer.IdOf(token) : null;
        return [.. Config.EosTokenIds.Union(more).Union(end is int id ? [id] : [])];
    }
}
