using System.Numerics.Tensors;
using AssistantLoop.Models;
using AssistantLoop.Models.Embedders;
using Microsoft.ML.OnnxRuntime;

namespace AssistantLoop.Inference.Embeddings;

/// <summary>An encoder in ONNX Runtime: ids to vectors of length 1. Each call runs on its caller's thread alone, and
/// several may run at once.</summary>
internal sealed class EncoderSession : IDisposable
{
    private const string Sentence = "sentence_embedding";

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly Pooling _pooling;
    private readonly int _padding;
    private readonly string _output;
    private readonly int _width;

    public EncoderSession(EmbedderFolder folder, string cacheFolder)
    {
        (_pooling, _padding, _width) = (folder.Pooling, folder.Tokenizer.PaddingTokenId, folder.Config.HiddenSize);
        using var options = new SessionOptions { InterOpNumThreads = 1, IntraOpNumThreads = 1 };
        string path = folder.OnnxPath ?? EncoderGraph.Prepare(folder, cacheFolder);
        _session = Open(path, options);
        try
        {
            _output = Check(path);
        }
        catch (ModelFormatException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Vectors of texts in their order; the texts are padded to the longest.</summary>
    public float[][] Run(ReadOnlySpan<int[]> texts)
    {
        int length = 0;
        foreach (int[] text in texts)
        {
            length = Math.Max(length, text.Length);
        }

        var ids = new long[texts.Length * length];
        var mask = new long[ids.Length];
        Array.Fill(ids, _padding);
        for (int row = 0; row < texts.Length; row++)
        {
            for (int i = 0; i < texts[row].Length; i++)
            {
                ids[(row * length) + i] = texts[row][i];
                mask[(row * length) + i] = 1;
            }
        }

        long[] shape = [texts.Length, length];
        using OrtValue idsValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using OrtValue maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using OrtValue typesValue = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        OrtValue[] values = [.. _session.InputNames.Select(name => name switch
        {
            EncoderGraph.Ids => idsValue,
            EncoderGraph.Mask => maskValue,
            _ => typesValue,
        })];
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_run, _session.InputNames, values, [_output]);
        return Pool(outputs[0].GetTensorDataAsSpan<float>(), texts, length);
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static InferenceSession Open(string path, SessionOptions options)
    {
        try
        {
            return new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelFormatException(path, $"ONNX Runtime cannot load it: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private string Check(string path)
    {
        string[] known = [EncoderGraph.Ids, EncoderGraph.Mask, EncoderGraph.Types];
        if (_session.InputNames.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new ModelFormatException(path, $"input \"{unknown}\" is not supported; only {string.Join(", ", known)} are.");
        }

        string[] outputs = [Sentence, EncoderGraph.Hidden, "token_embeddings"];
        string output = outputs.FirstOrDefault(_session.OutputNames.Contains)
            ?? throw new ModelFormatException(path, $"there is none of the outputs {string.Join(", ", outputs)}.");
        int width = _session.OutputMetadata[output].Dimensions[^1];
        return width == _width || width < 0 ? output : throw new ModelFormatException(
            path, $"output \"{output}\" is {width} wide; {EncoderConfig.FileName} has `hidden_size` {_width}.");
    }

    private float[][] Pool(ReadOnlySpan<float> hidden, ReadOnlySpan<int[]> texts, int length)
    {
        var vectors = new float[texts.Length][];
        for (int row = 0; row < vectors.Length; row++)
        {
            float[] vector = vectors[row] = new float[_width];
            int first = row * (_output == Sentence ? 1 : length);
            int count = _output == Sentence || _pooling == Pooling.Cls ? 1 : texts[row].Length;
            for (int i = 0; i < count; i++)
            {
                TensorPrimitives.Add(vector, hidden.Slice((first + i) * _width, _width), vector);
            }

            // The mean's divisor goes with the length.
            float norm = TensorPrimitives.Norm<float>(vector);
            TensorPrimitives.Divide(vector, Math.Max(norm, 1e-12f), vector);
        }

        return vectors;
    }
}
