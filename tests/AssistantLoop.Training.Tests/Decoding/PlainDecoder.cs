using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Training.Tests.Decoding;

/// <summary>
/// The same architectures again, one number at a time in double precision and with no tensor library: what the decoder
/// is compared with. Weights are row-major under their Hugging Face names.
/// </summary>
internal sealed class PlainDecoder(ModelConfig config, IReadOnlyDictionary<string, float[]> weights)
{
    /// <summary>Logits [T][vocabulary] of one text.</summary>
    public double[][] Logits(int[] ids)
    {
        double[][] x = [.. ids.Select(id => Row("model.embed_tokens.weight", id, config.HiddenSize))];
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            string prefix = $"model.layers.{layer}";
            Add(x, Attention($"{prefix}.self_attn", Normed(x, $"{prefix}.input_layernorm.weight")));
            double[][] normed = Normed(x, $"{prefix}.post_attention_layernorm.weight");
            Add(x, [.. normed.Select(row => FeedForward($"{prefix}.mlp", row))]);
        }

        string head = config.TieWordEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight";
        return [.. Normed(x, "model.norm.weight").Select(row => Times(head, row))];
    }

    private double[][] Attention(string prefix, double[][] x)
    {
        int size = config.HeadDim, group = config.HeadCount / config.KeyValueHeadCount;
        double[][] q = [.. x.Select((row, t) => Place($"{prefix}.q", row, t))];
        double[][] k = [.. x.Select((row, t) => Place($"{prefix}.k", row, t))];
        double[][] v = [.. x.Select(row => Times($"{prefix}.v_proj.weight", row, $"{prefix}.v_proj.bias"))];
        double[][] outputs = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            double[] mixed = new double[config.HeadCount * size];
            for (int head = 0; head < config.HeadCount; head++)
            {
                int at = head * size, from = head / group * size;
                double[] shares = new double[t + 1];
                for (int s = 0; s <= t; s++)
                {
                    double score = 0;
                    for (int i = 0; i < size; i++) score += q[t][at + i] * k[s][from + i];
                    shares[s] = Math.Exp(score / Math.Sqrt(size));
                }

                double total = shares.Sum();
                for (int s = 0; s <= t; s++)
                    for (int i = 0; i < size; i++) mixed[at + i] += shares[s] / total * v[s][from + i];
            }

            outputs[t] = Times($"{prefix}.o_proj.weight", mixed);
        }

        return outputs;
    }

    // Projected, normalised a head where the model has such a norm, and turned by the position.
    private double[] Place(string prefix, double[] x, int position)
    {
        double[] all = Times($"{prefix}_proj.weight", x, $"{prefix}_proj.bias");
        int size = config.HeadDim, half = size / 2;
        for (int at = 0; at < all.Length; at += size)
        {
            double[] head = all[at..(at + size)];
            if (weights.TryGetValue($"{prefix}_norm.weight", out float[]? scale)) head = Norm(head, scale);
            for (int i = 0; i < half; i++)
            {
                double angle = position * Frequency(i);
                all[at + i] = (head[i] * Math.Cos(angle)) - (head[half + i] * Math.Sin(angle));
                all[at + half + i] = (head[half + i] * Math.Cos(angle)) + (head[i] * Math.Sin(angle));
            }
        }

        return all;
    }

    private double Frequency(int pair)
    {
        double plain = 1 / Math.Pow(config.RopeTheta, 2.0 * pair / config.HeadDim);
        if (config.RopeScaling is not { } scaling) return plain;
        double waves = scaling.OriginalMaxPositions * plain / (2 * Math.PI);
        if (waves < scaling.LowFrequencyFactor) return plain / scaling.Factor;
        if (waves > scaling.HighFrequencyFactor) return plain;
        double smooth = (waves - scaling.LowFrequencyFactor)
            / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        return (smooth * plain) + ((1 - smooth) * plain / scaling.Factor);
    }

    private double[] FeedForward(string prefix, double[] x)
    {
        double[] gate = Times($"{prefix}.gate_proj.weight", x), up = Times($"{prefix}.up_proj.weight", x);
        return Times($"{prefix}.down_proj.weight", [.. gate.Zip(up, (g, u) => g / (1 + Math.Exp(-g)) * u)]);
    }

    private double[][] Normed(double[][] x, string name) => [.. x.Select(row => Norm(row, weights[name]))];

    private double[] Norm(double[] x, float[] scale)
    {
        double root = Math.Sqrt(x.Average(value => value * value) + config.RmsNormEpsilon);
        return [.. x.Zip(scale, (value, factor) => value / root * factor)];
    }

    private double[] Times(string name, double[] x, string? bias = null)
    {
        float[] matrix = weights[name];
        double[] result = new double[matrix.Length / x.Length];
        for (int row = 0; row < result.Length; row++)
            for (int i = 0; i < x.Length; i++) result[row] += (double)matrix[(row * x.Length) + i] * x[i];
        if (bias is not null && weights.TryGetValue(bias, out float[]? added))
            for (int row = 0; row < result.Length; row++) result[row] += added[row];
        return result;
    }

    private double[] Row(string name, int row, int width) =>
        [.. weights[name].Skip(row * width).Take(width).Select(value => (double)value)];

    private static void Add(double[][] x, double[][] more)
    {
        for (int t = 0; t < x.Length; t++)
            for (int i = 0; i < x[t].Length; i++) x[t][i] += more[t][i];
    }
}
