namespace AssistantLoop.Models.Adapters;

/// <summary>
/// The two factors of one adapted module, row-major: A is [rank, In] and B is [Out, rank]; the module's output grows
/// by Scale * B A x. With DoRA there is a magnitude [Out] too: the length that each row of W + Scale * B A is brought to.
/// </summary>
public sealed record LoraPair(float[] A, float[] B, int In, int Out, float[]? Magnitude = null)
{
    public int Rank => A.Length / In;
}
