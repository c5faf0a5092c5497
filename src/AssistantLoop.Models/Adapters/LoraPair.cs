namespace AssistantLoop.Models.Adapters;

/// <summary>
/// The two factors of one adapted module, row-major: A is [rank, In] and B is [Out, rank]; the module's output grows
/// by Scale * B A x.
/// </summary>
public sealed record LoraPair(float[] A, float[] B, int In, int Out)
{
    public int Rank => A.Length / In;
}
