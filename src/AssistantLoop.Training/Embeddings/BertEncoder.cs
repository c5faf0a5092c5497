using AssistantLoop.Models.Embedders;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Training.Decoding;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Embeddings;

/// <summary>
/// A BERT encoder (Devlin et al. 2019, section 3) with mean pooling, on one device. Not thread-safe. Tensors that a call
/// makes belong to the caller's dispose scope.
/// </summary>
internal sealed class BertEncoder : IDisposable
{
    // Larger than any score, and small enough for 16-bit floats' range.
    private const double Excluded = -1e9;

    private readonly EncoderConfig _config;
    private readonly Device _device;
    private readonly Dictionary<string, Parameter> _weights = [];
    private readonly Embedding _words;

    /// <summary>
    /// New weights: normal of deviation 0.02 for matrices (Devlin et al.'s code), 0 for positions and biases, 1 for
    /// norms. Positions that training rarely sees so stay out of the way.
    /// </summary>
    public BertEncoder(EncoderConfig config, long seed, Device device)
    {
        (_config, _device) = (config, device);
        using Generator generator = new((ulong)seed);
        foreach ((string name, long[] shape) in EncoderLayout.TensorsOf(config))
        {
            bool scale = name.EndsWith("LayerNorm.weight", StringComparison.Ordinal);
            using Tensor values = scale ? ones(shape) : zeros(shape);
            if (shape.Length > 1 && name != EncoderLayout.Positions)
            {
                values.normal_(0, 0.02, generator);
            }

            _weights.Add(name, nn.Parameter(values.to(device, copy: true)));
        }

        _words = nn.Embedding(1, config.HiddenSize, device: device);
        _words.weight = _weights[EncoderLayout.Words];
    }

    /// <summary>The type that products are made in: Float32, or BFloat16 over wide weights, norms and sums.</summary>
    public ScalarType ComputeType { get; init; } = ScalarType.Float32;

    /// <summary>Every weight by its Hugging Face name.</summary>
    public IReadOnlyDictionary<string, Parameter> Weights => _weights;

    /// <summary>
    /// Vectors [texts, hidden] of length 1 for texts given as ids, in the texts' order. They are computed in groups of
    /// like length, each of at most <paramref name="tokensPerPass"/> tokens with its padding.
    /// </summary>
    public Tensor Embed(IReadOnlyList<int[]> texts, int tokensPerPass)
    {
        int[] order = [.. Enumerable.Range(0, texts.Count).OrderBy(at => texts[at].Length)];
        List<Tensor> vectors = [];
        for (int first = 0; first < order.Length;)
        {
            int count = 1;
            while (first + count < order.Length
                && (count + 1) * texts[order[first + count]].Length <= tokensPerPass)
            {
                count++;
            }

            vectors.Add(Pool([.. order.AsSpan(first, count).ToArray().Select(at => texts[at])]));
            first += count;
        }

        long[] places = new long[order.Length];
        for (int at = 0; at < order.Length; at++)
        {
            places[order[at]] = at;
        }

        return cat(vectors, 0).index_select(0, tensor(places, device: _device));
    }

    /// <summary>Takes over the weights of an embedder of the same shape.</summary>
    public void Fill(EmbedderFolder folder)
    {
        using IDisposable frozen = no_grad();
        foreach ((string name, Parameter weight) in _weights)
        {
            using Tensor values = tensor(folder.ReadWeights(name), weight.shape);
            weight.copy_(values);
        }
    }

    /// <summary>Writes model.safetensors, the matrices as <paramref name="type"/>.</summary>
    public void Save(string folder, TensorType type)
    {
        SafetensorsWriter writer = new();
        writer.SetMetadata("format", "pt");
        foreach ((string name, Parameter weight) in _weights)
        {
            writer.Add(name, weight.shape, DecoderFiles.Values(weight), type);
        }

        writer.Save(Path.Combine(folder, ModelWeights.SingleFile));
    }

    public void Dispose()
    {
        _words.Dispose();
        foreach (Parameter weight in _weights.Values)
        {
            weight.Dispose();
        }
    }

    // Texts of like length, padded to the longest.
    private Tensor Pool(int[][] texts)
    {
        using DisposeScope scope = NewDisposeScope();
        int length = texts.Max(text => text.Length);
        long[] ids = new long[texts.Length * length];
        float[] seen = new float[ids.Length];
        for (int row = 0; row < texts.Length; row++)
        {
            for (int at = 0; at < texts[row].Length; at++)
            {
                ids[(row * length) + at] = texts[row][at];
                seen[(row * length) + at] = 1;
            }
        }

        long rows = texts.Length;
        Tensor present = tensor(seen, device: _device).view(rows, length, 1);
        Tensor excluded = (1 - present).view(rows, 1, 1, length) * Excluded;
        Tensor x = _words.call(tensor(ids, device: _device).view(rows, length))
            + _weights[EncoderLayout.Positions].narrow(0, 0, length)
            + _weights[EncoderLayout.Types].narrow(0, 0, 1);
        x = Norm(x, EncoderLayout.Norm);
        for (int layer = 0; layer < _config.LayerCount; layer++)
        {
            x = Layer(x, EncoderLayout.Layer(layer), excluded);
        }

        Tensor mean = (x * present).sum(1) / present.sum(1);
        return (mean / mean.norm(-1, keepdim: true).clamp_min(1e-12)).MoveToOuterDisposeScope();
    }

    private Tensor Layer(Tensor x, string path, Tensor excluded)
    {
        Tensor attended = Linear(Attend(x.to(ComputeType), path + "attention.self.", excluded), path + "attention.output.dense");
        x = Norm(x + attended, path + "attention.output.LayerNorm");
        Tensor inner = Linear(x.to(ComputeType), path + "intermediate.dense").gelu();
        return Norm(x + Linear(inner, path + "output.dense"), path + "output.LayerNorm");
    }

    private Tensor Attend(Tensor x, string path, Tensor excluded)
    {
        Tensor queries = Heads(Linear(x, path + "query")), keys = Heads(Linear(x, path + "key"));
        Tensor scores = queries.matmul(keys.transpose(-1, -2)).to(ScalarType.Float32)
            * (1 / Math.Sqrt(_config.HiddenSize / _config.HeadCount));
        Tensor shares = (scores + excluded).softmax(-1).to(ComputeType);
        Tensor mixed = shares.matmul(Heads(Linear(x, path + "value")));
        return mixed.transpose(1, 2).reshape(x.size(0), x.size(1), _config.HiddenSize);
    }

    private Tensor Heads(Tensor x) =>
        x.view(x.size(0), x.size(1), _config.HeadCount, -1).transpose(1, 2);

    private Tensor Linear(Tensor x, string path) => nn.functional.linear(
        x, _weights[path + ".weight"].to(x.dtype), _weights[path + ".bias"].to(x.dtype));

    private Tensor Norm(Tensor x, string path) => nn.functional.layer_norm(
        x.to(ScalarType.Float32), [_config.HiddenSize], _weights[path + ".weight"], _weights[path + ".bias"],
        _config.LayerNormEpsilon);
}
