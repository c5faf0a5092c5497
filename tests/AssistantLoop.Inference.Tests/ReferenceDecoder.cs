using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Tests;

/// <summary>The same model in plain loops and double precision, written from the architectures' definitions: what the
/// engine is measured against.</summary>
internal sealed class ReferenceDecoder
{
    private readonly ModelConfig _config;
    private readonly Dictionary<string, double[]> _weights = [];

    public ReferenceDecoder(string folder)
    {
        using ModelFolder model = ModelFolder.Open(folder);
        _config = model.Config;
        foreach (string name in model.Weights.Tensors.Keys)
        {
            _weights[name] = Array.ConvertAll(model.Weights.ReadFloat32(name), value => (double)value);
        }
    }

    /// <summary>Adds scale · B · A to the weights of the adapted modules.</summary>
    public ReferenceDecoder Merge(PeftAdapter adapter)
    {
        int rank = adapter.Config.Rank;
        foreach ((string path, LoraPair pair) in adapter.Modules)
        {
            double[] weight = _weights[$"{path}.weight"];
            for (int i = 0; i < weight.Length; i++)
            {
                (int o, int column) = (i / pair.In, i % pair.In);
                double sum = 0;
                for (int r = 0; r < rank; r++)
                {
                    sum += (double)pair.B[(o * rank) + r] * pair.A[(r * pair.In) + column];
                }

                weight[i] += adapter.Config.Scale * sum;
            }

            for (int o = 0; pair.Magnitude is { } magnitude && o < pair.Out; o++)
            {
                double norm = Math.Sqrt(weight.Skip(o * pair.In).Take(pair.In).Sum(value => value * value));
                for (int column = 0; column < pair.In; column++)
                {
                    weight[(o * pair.In) + column] *= magnitude[o] / norm;
                }
            }
        }

        return this;
    }

    /// <summary>Greedy continuation, without a cache.</summary>
    public List<int> Greedy(IReadOnlyList<int> prompt, int count)
    {
        List<int> ids = [.. prompt];
        for (int i = 0; i < count; i++)
        {
            double[] last = Forward(ids)[^1];
            ids.Add(Array.IndexOf(last, last.Max()));
        }

        return ids[prompt.Count..];
    }

    /// <summary>Logits [tokens][vocabulary].</summary>
    public double[][] Forward(IReadOnlyList<int> ids)
    {
        int hidden = _config.HiddenSize;
        double[] embedding = _weights[TensorLayout.Embedding];
        double[][] x = [.. ids.Select(id => embedding[(id * hidden)..((id + 1) * hidden)])];
        for (int layer = 0; layer < _config.LayerCount; layer++)
        {
            string prefix = $"model.layers.{layer}.";
            AddTo(x, Attention(prefix + "self_attn.", Norm(x, prefix + "input_layernorm.weight")));
            AddTo(x, FeedForward(prefix + "mlp.", Norm(x, prefix + "post_attention_layernorm.weight")));
        }

        string head = _config.TieWordEmbeddings ? TensorLayout.Embedding : TensorLayout.Head;
        return Linear(Norm(x, TensorLayout.FinalNorm), _weights[head], null);
    }

    private double[][] Attention(string prefix, double[][] x)
    {
        double[][] q = Heads(x, prefix + "q_", _config.HeadCount);
        double[][] k = Heads(x, prefix + "k_", _config.KeyValueHeadCount);
        double[][] v = Project(x, prefix + "v_proj");
        int dim = _config.HeadDim;
        int group = _config.HeadCount / _config.KeyValueHeadCount;
        var mixed = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            mixed[t] = new double[_config.HeadCount * dim];
            for (int head = 0; head < _config.HeadCount; head++)
            {
                int shared = head / group * dim;
                double[] scores = [.. Enumerable.Range(0, t + 1).Select(s => Math.Exp(Enumerable.Range(0, dim)
                    .Sum(i => q[t][(head * dim) + i] * k[s][shared + i]) / Math.Sqrt(dim)))];
                double total = scores.Sum();
                for (int i = 0; i < dim; i++)
                {
                    mixed[t][(head * dim) + i] = scores.Select((score, s) => score / total * v[s][shared + i]).Sum();
                }
            }
        }

        return Project(mixed, prefix + "o_proj");
    }

    private double[][] Heads(double[][] x, string prefix, int heads)
    {
        double[][] projected = Project(x, prefix + "proj");
        double[] frequencies = _config.RotaryFrequencies();
        int dim = _config.HeadDim;
        for (int t = 0; t < x.Length; t++)
        {
            for (int head = 0; head < heads; head++)
            {
                double[] values = projected[t][(head * dim)..((head + 1) * dim)];
                if (_config.QueryKeyNorm)
                {
                    values = Norm([values], prefix + "norm.weight")[0];
                }

                for (int i = 0; i < dim / 2; i++)
                {
                    (double sin, double cos) = Math.SinCos(t * frequencies[i]);
                    projected[t][(head * dim) + i] = (values[i] * cos) - (values[i + (dim / 2)] * sin);
                    projected[t][(head * dim) + i + (dim / 2)] = (values[i + (dim / 2)] * cos) + (values[i] * sin);
                }
            }
        }

        return projected;
    }

    private double[][] FeedForward(string prefix, double[][] x)
    {
        double[][] gate = Project(x, prefix + "gate_proj");
        double[][] up = Project(x, prefix + "up_proj");
        double[][] inner = [.. gate.Zip(up, (g, u) => g.Zip(u, (a, b) => a / (1 + Math.Exp(-a)) * b).ToArray())];
        return Project(inner, prefix + "down_proj");
    }

    private double[][] Project(double[][] x, string path) =>
        Linear(x, _weights[path + ".weight"], _weights.GetValueOrDefault(path + ".bias"));

    private double[][] Norm(double[][] x, string name) => [.. x.Select(row =>
    {
        double root = Math.Sqrt((row.Sum(value => value * value) / row.Length) + _config.RmsNormEpsilon);
        return row.Select((value, i) => value / root * _weights[name][i]).ToArray();
    })];

    private static double[][] Linear(double[][] x, double[] weight, double[]? bias) => [.. x.Select(row =>
    {
        var y = new double[weight.Length / row.Length];
        for (int o = 0; o < y.Length; o++)
        {
            double sum = bias?[o] ?? 0;
            for (int i = 0; i < row.Length; i++)
            {
                sum += row[i] * weight[(o * row.Length) + i];
            }

            y[o] = sum;
        }

        return y;
    })];

    private static void AddTo(double[][] x, double[][] y)
    {
        for (int t = 0; t < x.Length; t++)
        {
            for (int i = 0; i < x[t].Length; i++)
            {
                x[t][i] += y[t][i];
            }
        }
    }
}
