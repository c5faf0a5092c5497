using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;
using Microsoft.ML.Tokenizers;

namespace AssistantLoop.Models.Embedders;

/// <summary>
/// A sentence-transformers folder with a BERT encoder, opened and checked. Whatever is missing, damaged or not
/// supported throws <see cref="ModelFormatException"/>, which names file and field. Thread-safe.
/// </summary>
public sealed class EmbedderFolder : IDisposable
{
    /// <summary>The exported graph, where a folder carries one; it is then run in place of the weights.</summary>
    public const string OnnxName = $"{GraphFolder}/model.onnx";

    private const string GraphFolder = "onnx";

    private static readonly string[] s_hashedFiles =
    [
        EncoderConfig.FileName, WordPieceFiles.VocabularyName, WordPieceFiles.ConfigName, "tokenizer.json",
        ModelWeights.IndexFile,
    ];

    private readonly ModelWeights? _weights;
    private readonly string _prefix;

    private EmbedderFolder(string path, EncoderConfig config, SentenceFiles files, ModelWeights? weights, string prefix)
    {
        (Path, Config, Pooling, Prompts, _weights, _prefix) =
            (path, config, files.Pooling, files.Prompts, weights, prefix);
        MaxTokens = Math.Min(files.MaxTokens ?? config.MaxPositions, config.MaxPositions);
        (Tokenizer, int size) = WordPieceFiles.Load(path);
        if (size > config.VocabularySize)
        {
            throw new ModelFormatException(path,
                $"the tokenizer has {size} tokens; {EncoderConfig.FileName} has {config.VocabularySize}.");
        }

        Hash = ContentHash.Of(
            path, s_hashedFiles.Union(files.FileNames).Union(weights?.FileNames ?? GraphFiles(path)));
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    public EncoderConfig Config { get; }

    public Pooling Pooling { get; }

    /// <summary>Most tokens of a text, [CLS] and [SEP] among them; longer texts are cut.</summary>
    public int MaxTokens { get; }

    /// <summary>What texts of a kind, such as "query", begin with.</summary>
    public IReadOnlyDictionary<string, string> Prompts { get; }

    public BertTokenizer Tokenizer { get; }

    /// <summary>SHA-256, lower-case hex, over all files that have a say in a vector.</summary>
    public string Hash { get; }

    /// <summary>The folder's name and the first 12 digits of its hash: "embedder@0123456789ab".</summary>
    public string Id => $"{System.IO.Path.GetFileName(Path)}@{Hash[..12]}";

    /// <summary>The exported graph's path; null where the folder has weights alone.</summary>
    public string? OnnxPath => _weights is null ? System.IO.Path.Combine(Path, OnnxName) : null;

    /// <summary>Opens and checks a folder.</summary>
    public static EmbedderFolder Open(string path)
    {
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (!Directory.Exists(full))
        {
            throw new ModelFormatException(path, "the embedder's folder is missing.");
        }

        EncoderConfig config = EncoderConfig.Load(full);
        SentenceFiles files = SentenceFiles.Load(full);
        if (File.Exists(System.IO.Path.Combine(full, OnnxName)))
        {
            return new EmbedderFolder(full, config, files, null, "");
        }

        ModelWeights weights = ModelWeights.Load(full);
        try
        {
            return new EmbedderFolder(full, config, files, weights, EncoderLayout.Check(config, weights, full));
        }
        catch (ModelFormatException)
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Writes everything but the weights of a new embedder: mean pooling, no prompts.</summary>
    public static void Write(string folder, EncoderConfig config, IReadOnlyList<string> vocabulary, int maxTokens)
    {
        config.Save(folder);
        SentenceFiles.Write(folder, config.HiddenSize, maxTokens);
        WordPieceFiles.Write(folder, vocabulary, maxTokens);
    }

    /// <summary>Reads a tensor by its name in <see cref="EncoderLayout"/>, row-major; the folder must have weights.</summary>
    public float[] ReadWeights(string name) =>
        (_weights ?? throw new InvalidOperationException("The folder has a graph in place of weights."))
        .ReadFloat32(_prefix + name);

    /// <summary>The ids of a text with [CLS] and [SEP], cut to <see cref="MaxTokens"/>.</summary>
    public int[] Encode(string text)
    {
        IReadOnlyList<int> ids = Tokenizer.EncodeToIds(text, addSpecialTokens: false);
        int kept = Math.Min(ids.Count, MaxTokens - 2);
        int[] encoded = new int[kept + 2];
        encoded[0] = Tokenizer.ClassificationTokenId;
        for (int i = 0; i < kept; i++)
        {
            encoded[i + 1] = ids[i];
        }

        encoded[^1] = Tokenizer.SeparatorTokenId;
        return encoded;
    }

    public void Dispose() => _weights?.Dispose();

    // A graph may keep its weights in other files beside it.
    private static IEnumerable<string> GraphFiles(string path) =>
        Directory.GetFiles(System.IO.Path.Combine(path, GraphFolder)).Select(file => System.IO.Path.GetRelativePath(path, file));
}
