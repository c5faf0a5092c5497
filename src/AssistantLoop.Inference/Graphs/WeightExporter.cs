using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using AssistantLoop.Models;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Onnx;
using static AssistantLoop.Models.Onnx.TensorProto.Types;

namespace AssistantLoop.Inference.Graphs;

/// <summary>Writes a model's weights as the graph wants them: projections that read the same input one below the other,
/// matrices in the form that the precision and the machine ask for, and the rotary tables.</summary>
internal sealed class WeightExporter(ModelFolder model, GraphForm form, ExternalDataWriter weights)
{
    private readonly ModelConfig _config = model.Config;

    /// <summary>Writes all weights.</summary>
    public void Write()
    {
        Copy(WeightNames.Embedding, TensorLayout.Embedding, [_config.VocabularySize, _config.HiddenSize]);
        IReadOnlyList<FusedModule> modules = FusedModule.Of(_config);
        for (int layer = 0; layer < _config.LayerCount; layer++)
        {
            string prefix = $"model.layers.{layer}.";
            Copy(WeightNames.InputNorm(layer), prefix + "input_layernorm.weight", [_config.HiddenSize]);
            Copy(WeightNames.AttentionNorm(layer), prefix + "post_attention_layernorm.weight", [_config.HiddenSize]);
            if (_config.QueryKeyNorm)
            {
                HeadNorm(WeightNames.QueryNorm(layer), prefix + "self_attn.q_norm.weight");
                HeadNorm(WeightNames.KeyNorm(layer), prefix + "self_attn.k_norm.weight");
            }

            foreach (FusedModule module in modules)
            {
                Matrix(WeightNames.Matrix(layer, module), module.Out, module.In, Fuse(prefix, module), module.TileOrder());
            }

            if (_config.AttentionBias)
            {
                Floats(WeightNames.Bias(layer, modules[0]), [modules[0].Out], FuseBias(prefix, modules[0]));
            }
        }

        Copy(WeightNames.FinalNorm, TensorLayout.FinalNorm, [_config.HiddenSize]);
        Head();
        RotaryTables();
    }

    private void Head()
    {
        // A tied head in floats is the embedding itself.
        if (!_config.TieWordEmbeddings || form.FormOf(_config.HiddenSize) != MatrixForm.Floats)
        {
            string name = _config.TieWordEmbeddings ? TensorLayout.Embedding : TensorLayout.Head;
            float[] head = model.Weights.ReadFloat32(name);
            Matrix(
                WeightNames.Head, _config.VocabularySize, _config.HiddenSize, head, TilePacker.InOrder(_config.VocabularySize));
        }
    }

    private void RotaryTables()
    {
        // Padded pairs are zeros, which no angle changes.
        double[] frequencies = _config.RotaryFrequencies();
        int width = HeadPadding.Of(_config).Padded / 2;
        var cosines = new float[form.Context * width];
        var sines = new float[cosines.Length];
        for (int position = 0; position < form.Context; position++)
        {
            for (int i = 0; i < frequencies.Length; i++)
            {
                (double sine, double cosine) = Math.SinCos(position * frequencies[i]);
                cosines[(position * width) + i] = (float)cosine;
                sines[(position * width) + i] = (float)sine;
            }
        }

        Floats(WeightNames.Cosines, [form.Context, width], cosines);
        Floats(WeightNames.Sines, [form.Context, width], sines);
    }

    private void Matrix(string name, int rows, int columns, float[] values, int[] tileOrder)
    {
        int bits = form.Precision == Precision.Int4 ? 4 : 8;
        int blocks = columns / BlockQuantizer.BlockSize;
        switch (form.FormOf(columns))
        {
            case MatrixForm.Tiles:
                long[] shape = [tileOrder.Length / TilePacker.Rows, blocks, TilePacker.BlockBytes(TilePacker.Rows, BlockQuantizer.BlockSize, bits)];
                weights.Add(name, DataType.Uint8, shape, TilePacker.Pack(values, columns, tileOrder, bits));
                break;
            case MatrixForm.Blocks:
                int blockBytes = BlockQuantizer.BlockSize * bits / 8;
                var packed = new byte[rows * blocks * blockBytes];
                var scales = new float[rows * blocks];
                BlockQuantizer.Quantize(values, bits, packed, scales);
                weights.Add(name, DataType.Uint8, [rows, blocks, blockBytes], packed);
                weights.Add(WeightNames.Scales(name), [rows, blocks], scales);
                break;
            default:
                Floats(name, [rows, columns], values);
                break;
        }
    }

    private void Floats(string name, long[] shape, float[] values)
    {
        if (form.Floats == DataType.Float)
        {
            weights.Add(name, shape, values);
            return;
        }

        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        weights.Add(name, DataType.Float16, shape, MemoryMarshal.AsBytes(halves.AsSpan()));
    }

    private float[] Fuse(string prefix, FusedModule module)
    {
        var fused = new float[module.Out * module.In];
        foreach (FusedPart part in module.Parts)
        {
            float[] matrix = model.Weights.ReadFloat32($"{prefix}{part.Path}.weight");
            int first = module.RowOf(part);
            if (part.Rows is null && module.Columns is null)
            {
                matrix.CopyTo(fused, first * module.In);
                continue;
            }

            int columns = module.Columns is null ? module.In : _config.HeadCount * _config.HeadDim;
            for (int i = 0; i < matrix.Length; i++)
            {
                fused[((first + part.Row(i / columns)) * module.In) + module.Column(i % columns)] = matrix[i];
            }
        }

        return fused;
    }

    private float[] FuseBias(string prefix, FusedModule module)
    {
        var fused = new float[module.Out];
        foreach (FusedPart part in module.Parts)
        {
            float[] bias = model.Weights.ReadFloat32($"{prefix}{part.Path}.bias");
            for (int i = 0; i < bias.Length; i++)
            {
                fused[module.RowOf(part) + part.Row(i)] = bias[i];
            }
        }

        return fused;
    }

    // The mean over a padded head is smaller by Size / Padded; the weight makes up for its root, the graph's epsilon
    // for the rest.
    private void HeadNorm(string name, string tensor)
    {
        HeadPadding head = HeadPadding.Of(_config);
        float[] norm = model.Weights.ReadFloat32(tensor);
        var padded = new float[head.Padded];
        for (int i = 0; i < norm.Length; i++)
        {
            padded[head.Place(i)] = (float)(norm[i] * Math.Sqrt((double)head.Size / head.Padded));
        }

        Floats(name, [head.Padded], padded);
    }

    private void Copy(string name, string tensor, long[] shape) =>
        Floats(name, shape, model.Weights.ReadFloat32(tensor));
}
