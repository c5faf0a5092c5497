using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Graphs;

/// <summary>GroupQueryAttention rotates heads whose size is a multiple of 16 only. Other heads are padded with zeros to
/// the next one: a head's first half goes to the beginning of the padded first half, its second half to the beginning
/// of the padded second half, so the pairs that rotate together stay pairs.</summary>
/// <param name="Size">Numbers in a head of the model.</param>
internal sealed record HeadPadding(int Size)
{
    private const int Multiple = 16;

    /// <summary>Numbers in a head of the graph.</summary>
    public int Padded => (Size + Multiple - 1) / Multiple * Multiple;

    public static HeadPadding Of(ModelConfig config) => new(config.HeadDim);

    /// <summary>Where a number goes, counted over all heads.</summary>
    public int Place(int index)
    {
        (int head, int inner) = Math.DivRem(index, Size);
        int half = Size / 2;
        return (head * Padded) + (inner < half ? inner : inner - half + (Padded / 2));
    }
}
