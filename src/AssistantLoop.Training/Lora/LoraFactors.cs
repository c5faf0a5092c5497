using static TorchSharp.torch;

namespace AssistantLoop.Training.Lora;

/// <summary>A [r, in], B [out, r], and with DoRA the magnitudes m [out].</summary>
internal sealed record LoraFactors(Tensor A, Tensor B, Tensor? Magnitude) : IDisposable
{
    /// <summary>scale · B A: [out, in].</summary>
    public Tensor Product(double scale) => B.matmul(A) * scale;

    /// <summary>Copies that do not learn.</summary>
    public LoraFactors Frozen() => new(Copy(A), Copy(B), Magnitude is null ? null : Copy(Magnitude));

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
        Magnitude?.Dispose();
    }

    private static Tensor Copy(Tensor tensor) => tensor.detach().clone().DetachFromDisposeScope();
}
