using AssistantLoop.Models.Embedders;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Inference.Tests.Embeddings;

/// <summary>BERT in plain loops in double precision, from the paper's equations, for one text without padding.</summary>
internal sealed class ReferenceBert(string folder)
{
    private readonly EncoderConfig _config = EncoderConfig.Load(folder);

    /// <summary>The last layer's vectors of a text's tokens.</summary>
    public double[][] Hidden(int[] ids)
    {
        using ModelWeights weights = ModelWeights.Load(folder);
        float[] Of(string name) => weights.ReadFloat32(name);
        float[] words = Of("embeddings.word_embeddings.weight"), positions = Of("embeddings.position_embeddings.weight");
        float[] types = Of("embeddings.token_type_embeddings.weight");
        int width = _config.HiddenSize;
        double[][] x = [.. ids.Select((id, at) => Enumerable.Range(0, width)
            .Select(i => (double)words[(id * width) + i] + positions[(at * width) + i] + types[i]).ToArray())];
        x = Norm(x, Of("embeddings.LayerNorm.weight"), Of("embeddings.LayerNorm.bias"));
        for (int layer = 0; layer < _config.LayerCount; layer++)
        {
            string path = $"encoder.layer.{layer}.";
            double[][] Dense(double[][] input, string name) => Linear(input, Of($"{path}{name}.weight"), Of($"{path}{name}.bias"));
            double[][] mixed = Attend(
                Dense(x, "attention.self.query"), Dense(x, "attention.self.key"), Dense(x, "attention.self.value"));
            x = Norm(
                Sum(x, Dense(mixed, "attention.output.dense")),
                Of(path + "attention.output.LayerNorm.weight"), Of(path + "attention.output.LayerNorm.bias"));
            double[][] inner = [.. Dense(x, "intermediate.dense").Select(row => row.Select(Gelu).ToArray())];
            x = Norm(
                Sum(x, Dense(inner, "output.dense")), Of(path + "output.LayerNorm.weight"), Of(path + "output.LayerNorm.bias"));
        }

        return x;
    }

    /// <summary>Their mean, or the first, at length 1.</summary>
    public float[] Embed(int[] ids, Pooling pooling)
    {
        double[][] hidden = Hidden(ids);
        double[] pooled = pooling == Pooling.Cls ? hidden[0]
            : [.. Enumerable.Range(0, _config.HiddenSize).Select(i => hidden.Average(row => row[i]))];
        double length = Math.Sqrt(pooled.Sum(value => value * value));
        return [.. pooled.Select(value => (float)(value / length))];
    }

    private double[][] Attend(double[][] queries, double[][] keys, double[][] values)
    {
        int size = _config.HiddenSize / _config.HeadCount;
        double[][] mixed = [.. queries.Select(_ => new double[_config.HiddenSize])];
        for (int head = 0; head < _config.HeadCount; head++)
        {
            for (int row = 0; row < queries.Length; row++)
            {
                double[] scores = [.. keys.Select(key => Enumerable.Range(head * size, size)
                    .Sum(i => queries[row][i] * key[i]) / Math.Sqrt(size))];
                double[] shares = [.. scores.Select(score => Math.Exp(score - scores.Max()))];
                for (int i = head * size; i < (head + 1) * size; i++)
                {
                    mixed[row][i] = Enumerable.Range(0, values.Length).Sum(at => shares[at] * values[at][i]) / shares.Sum();
                }
            }
        }

        return mixed;
    }

    private static double[][] Linear(double[][] x, float[] weight, float[] bias) => [.. x.Select(row => bias
        .Select((b, o) => b + Enumerable.Range(0, row.Length).Sum(i => row[i] * weight[(o * row.Length) + i])).ToArray())];

    private double[][] Norm(double[][] x, float[] weight, float[] bias) => [.. x.Select(row =>
    {
        double mean = row.Average(), variance = row.Average(value => (value - mean) * (value - mean));
        return row.Select((value, i) =>
            ((value - mean) / Math.Sqrt(variance + _config.LayerNormEpsilon) * weight[i]) + bias[i]).ToArray();
    })];

    private static double[][] Sum(double[][] a, double[][] b) => [.. a.Zip(b, (x, y) => x.Zip(y, (p, q) => p + q).ToArray())];

    private static double Gelu(double x) => x * (1 + Erf(x / Math.Sqrt(2))) / 2;

    // The series x · 2/√π · Σ (-x²)ⁿ / (n! (2n + 1)); the tiny model's numbers are small.
    private static double Erf(double x)
    {
        if (Math.Abs(x) > 5)
        {
            return Math.Sign(x);
        }

        double sum = 0, term = x;
        for (int n = 0; n < 200; n++)
        {
            sum += term / ((2 * n) + 1);
            term *= -x * x / (n + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
