using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Models.Adapters;

/// <summary>A base model with an adapter added to its weights: one Hugging Face folder that needs no adapter.</summary>
public static class MergedModel
{
    /// <summary>Writes the folder, whole or not at all: W + scale · B A for each adapted module (Hu et al., 2021, section
    /// 4.1), with DoRA each row brought to its magnitude (Liu et al., 2024, equation 5), in 32-bit floats; all else as in
    /// the base. Holds the weights in memory.</summary>
    /// <param name="model">The base.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="folder">The folder to write; it must not be there.</param>
    /// <exception cref="ModelFormatException">The folder is there already, or the base lacks a module.</exception>
    public static void Write(ModelFolder model, PeftAdapter adapter, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(adapter);
        if (Path.Exists(folder))
        {
            throw new ModelFormatException(folder, "it is there already; name a folder that is not.");
        }

        WholeFolder.Write(folder, temporary =>
        {
            foreach (string file in Directory.EnumerateFiles(model.Path).Where(file => !ModelWeights.IsWeights(file)))
            {
                File.Copy(file, Path.Combine(temporary, Path.GetFileName(file)));
            }

            SafetensorsWriter writer = new();
            foreach ((string name, TensorInfo tensor) in model.Weights.Tensors)
            {
                float[] values = model.Weights.ReadFloat32(name);
                if (name.EndsWith(".weight", StringComparison.Ordinal)
                    && adapter.Modules.TryGetValue(name[..^".weight".Length], out LoraPair? pair))
                {
                    Add(values, pair, (float)adapter.Config.Scale);
                    if (pair.Magnitude is { } magnitude) Stretch(values, magnitude);
                }

                writer.Add(name, [.. tensor.Shape], values);
            }

            writer.Save(Path.Combine(temporary, ModelWeights.SingleFile));
        });
    }

    private static void Add(float[] weight, LoraPair pair, float scale)
    {
        for (int row = 0; row < pair.Out; row++)
        {
            Span<float> into = weight.AsSpan(row * pair.In, pair.In);
            for (int r = 0; r < pair.Rank; r++)
            {
                ReadOnlySpan<float> a = pair.A.AsSpan(r * pair.In, pair.In);
                float b = scale * pair.B[(row * pair.Rank) + r];
                for (int column = 0; column < into.Length; column++)
                {
                    into[column] += b * a[column];
                }
            }
        }
    }

    private static void Stretch(float[] weight, float[] magnitude)
    {
        int columns = weight.Length / magnitude.Length;
        for (int row = 0; row < magnitude.Length; row++)
        {
            Span<float> values = weight.AsSpan(row * columns, columns);
            double squares = 0;
            foreach (float value in values)
            {
                squares += (double)value * value;
            }

            // A row of zeros has no direction, and its magnitude does not matter.
            float factor = (float)(magnitude[row] / Math.Max(Math.Sqrt(squares), 1e-30));
            for (int column = 0; column < columns; column++)
            {
                values[column] *= factor;
            }
        }
    }
}
