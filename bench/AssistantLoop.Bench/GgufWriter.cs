using System.Text;
using AssistantLoop.Models;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Bench;

/// <summary>Writes a model folder's weights as GGUF, version 3 (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md),
/// for llama.cpp to be measured on the same weights. The vocabulary is made up: only speed is compared.</summary>
internal sealed class GgufWriter(BinaryWriter writer)
{
    private const int BlockLength = 32;
    private const int Alignment = 32;

    private enum Kind : uint
    {
        U32 = 4, I32 = 5, F32 = 6, Text = 8, List = 9,
    }

    /// <summary>ggml's numbers of tensor types.</summary>
    internal enum GgmlType : uint
    {
        F32 = 0, Q4_0 = 2, Q8_0 = 8,
    }

    /// <summary>Writes a Llama-architecture model with all matrices in one type.</summary>
    public static void Write(ModelFolder model, GgmlType type, string path)
    {
        using BinaryWriter writer = new(File.Create(path), Encoding.UTF8);
        new GgufWriter(writer).Write(model, type);
    }

    private void Write(ModelFolder model, GgmlType type)
    {
        ModelConfig config = model.Config;
        (string Name, long[] Shape, GgmlType Type, string Source)[] tensors = [.. TensorLayout.TensorsOf(config).Select(tensor =>
            (NameOf(tensor.Name), tensor.Shape, tensor.Shape.Length == 1 ? GgmlType.F32 : type, tensor.Name))];
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Length);
        writer.Write(18UL);
        Header(config, type);
        ulong offset = 0;
        foreach (var tensor in tensors)
        {
            Text(tensor.Name);
            writer.Write((uint)tensor.Shape.Length);
            foreach (long size in tensor.Shape.Reverse())
            {
                writer.Write((ulong)size);
            }

            writer.Write((uint)tensor.Type);
            writer.Write(offset);
            offset += Aligned(BytesOf(tensor.Type, tensor.Shape.Aggregate(1L, (a, b) => a * b)));
        }

        Pad();
        foreach (var tensor in tensors)
        {
            Values(model.Weights.ReadFloat32(tensor.Source), tensor.Type);
            Pad();
        }
    }

    private void Header(ModelConfig config, GgmlType type)
    {
        Field("general.architecture", "llama");
        Field("general.name", "random");
        Field("general.file_type", type == GgmlType.Q4_0 ? 2u : 7u);
        Field("llama.context_length", (uint)config.MaxPositions);
        Field("llama.embedding_length", (uint)config.HiddenSize);
        Field("llama.block_count", (uint)config.LayerCount);
        Field("llama.feed_forward_length", (uint)config.IntermediateSize);
        Field("llama.attention.head_count", (uint)config.HeadCount);
        Field("llama.attention.head_count_kv", (uint)config.KeyValueHeadCount);
        Field("llama.rope.dimension_count", (uint)config.HeadDim);
        Field("llama.vocab_size", (uint)config.VocabularySize);
        Key("llama.attention.layer_norm_rms_epsilon", Kind.F32);
        writer.Write((float)config.RmsNormEpsilon);
        Field("tokenizer.ggml.model", "llama");
        Field("tokenizer.ggml.bos_token_id", 1u);
        Field("tokenizer.ggml.eos_token_id", 2u);
        int count = config.VocabularySize;
        List("tokenizer.ggml.tokens", Kind.Text, count, id => Text(id switch { 0 => "<unk>", 1 => "<s>", 2 => "</s>", < 259 => $"<0x{id - 3:X2}>", _ => $"t{id}" }));
        List("tokenizer.ggml.scores", Kind.F32, count, id => writer.Write((float)-id));
        List("tokenizer.ggml.token_type", Kind.I32, count, id => writer.Write(id switch { 0 => 2, 1 or 2 => 3, < 259 => 6, _ => 1 }));
    }

    private static string NameOf(string name) => name switch
    {
        TensorLayout.Embedding => "token_embd.weight",
        TensorLayout.FinalNorm => "output_norm.weight",
        TensorLayout.Head => "output.weight",
        _ => name.Replace("model.layers.", "blk.", StringComparison.Ordinal)
            .Replace("self_attn.q_proj", "attn_q", StringComparison.Ordinal)
            .Replace("self_attn.k_proj", "attn_k", StringComparison.Ordinal)
            .Replace("self_attn.v_proj", "attn_v", StringComparison.Ordinal)
            .Replace("self_attn.o_proj", "attn_output", StringComparison.Ordinal)
            .Replace("mlp.gate_proj", "ffn_gate", StringComparison.Ordinal)
            .Replace("mlp.up_proj", "ffn_up", StringComparison.Ordinal)
            .Replace("mlp.down_proj", "ffn_down", StringComparison.Ordinal)
            .Replace("input_layernorm", "attn_norm", StringComparison.Ordinal)
            .Replace("post_attention_layernorm", "ffn_norm", StringComparison.Ordinal),
    };

    private static long BytesOf(GgmlType type, long count) => type switch
    {
        GgmlType.F32 => 4 * count,
        GgmlType.Q4_0 => count / BlockLength * 18,
        _ => count / BlockLength * 34,
    };

    private static ulong Aligned(long bytes) => (ulong)((bytes + Alignment - 1) / Alignment * Alignment);

    private void Values(float[] values, GgmlType type)
    {
        if (type == GgmlType.F32)
        {
            Array.ForEach(values, writer.Write);
            return;
        }

        foreach (float[] block in values.Chunk(BlockLength))
        {
            if (type == GgmlType.Q8_0)
            {
                float scale = block.Max(Math.Abs) / 127;
                writer.Write((Half)scale);
                Array.ForEach(block, value => writer.Write((sbyte)Math.Round(scale == 0 ? 0 : value / scale)));
            }
            else
            {
                float scale = block.MaxBy(Math.Abs) / -8;
                writer.Write((Half)scale);
                int Nibble(float value) => Math.Clamp((int)((scale == 0 ? 0 : value / scale) + 8.5f), 0, 15);
                for (int i = 0; i < BlockLength / 2; i++)
                {
                    writer.Write((byte)(Nibble(block[i]) | (Nibble(block[i + (BlockLength / 2)]) << 4)));
                }
            }
        }
    }

    private void Field(string key, string value)
    {
        Key(key, Kind.Text);
        Text(value);
    }

    private void Field(string key, uint value)
    {
        Key(key, Kind.U32);
        writer.Write(value);
    }

    private void List(string key, Kind kind, int count, Action<int> item)
    {
        Key(key, Kind.List);
        writer.Write((uint)kind);
        writer.Write((ulong)count);
        for (int i = 0; i < count; i++)
        {
            item(i);
        }
    }

    private void Key(string key, Kind kind)
    {
        Text(key);
        writer.Write((uint)kind);
    }

    private void Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private void Pad()
    {
        while (writer.BaseStream.Position % Alignment != 0)
        {
            writer.Write((byte)0);
        }
    }
}
