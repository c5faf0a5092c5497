using AssistantLoop.Models.Configuration;
using static AssistantLoop.Models.Onnx.TensorProto.Types;

namespace AssistantLoop.Inference.Graphs;

/// <summary>What a model's graphs are written for.</summary>
/// <param name="Precision">How matrices are held.</param>
/// <param name="KeyValues">How the key-value cache is held: in floats or in 8 bits.</param>
/// <param name="Kernels">Whether the graphs use the project's own kernels.</param>
/// <param name="Context">Positions of the rotary tables.</param>
internal sealed record GraphForm(Precision Precision, Precision KeyValues, bool Kernels, int Context)
{
    private const int DefaultContext = 4096;

    /// <summary>The form that an engine's options ask for.</summary>
    /// <exception cref="ArgumentException">The key-value cache cannot be held as asked for.</exception>
    public static GraphForm Of(EngineOptions options, ModelConfig config)
    {
        int asked = options.ContextLength == 0 ? DefaultContext : options.ContextLength;
        // The project's own kernels take 32-bit activations.
        bool kernels = OwnKernels.Serve(options, config) && options.Precision != Precision.Fp16;
        return options.KeyValuePrecision == Precision.Int8 && !kernels
            ? throw new ArgumentException(
                "A key-value cache in Int8 needs the project's own kernels, which need AVX-512 VNNI and no Fp16; take Fp32.",
                nameof(options))
            : new(
                options.Precision, options.Precision == Precision.Fp16 ? Precision.Fp16 : options.KeyValuePrecision, kernels, Math.Min(asked, config.MaxPositions));
    }

    /// <summary>The type of floats in the graph, but for the logits.</summary>
    public DataType Floats => Precision == Precision.Fp16 ? DataType.Float16 : DataType.Float;

    /// <summary>How a matrix with so many columns is laid out.</summary>
    public MatrixForm FormOf(int columns) => MatrixForms.Of(Precision, Kernels, columns);

    /// <summary>A name that tells all of it.</summary>
    public override string ToString() =>
        $"{Precision}-{Context}{(Kernels ? "-own" : "")}{(KeyValues == Precision.Int8 ? "-kv8" : "")}".ToLowerInvariant();
}
