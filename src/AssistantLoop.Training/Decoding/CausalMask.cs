using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>
/// What a block of queries may look at, as numbers to add to the scores: 0 where it may, minus infinity where it may not.
/// </summary>
internal sealed class CausalMask
{
    // Queries go in blocks, so that no product is made that the mask would throw away whole.
    public const int Block = 128;

    private readonly Tensor _table;
    private readonly long _longest;

    /// <summary>A mask for texts up to a length. Its table belongs to the caller's dispose scope.</summary>
    public CausalMask(long longest, ScalarType type, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        long rows = Math.Min(Block, longest);
        _longest = longest;

        // Row r may see column c of the table up to r + longest; a block that begins at s reads from longest - s on.
        Tensor hidden = ones(rows, longest + rows, dtype: ScalarType.Bool, device: device).triu(longest + 1);
        _table = zeros(hidden.shape, type, device).masked_fill_(hidden, float.NegativeInfinity).MoveToOuterDisposeScope();
        Type = type;
    }

    public ScalarType Type { get; }

    /// <summary>The mask of queries start to start + rows over the keys up to the last of them: [rows, start + rows].
    /// </summary>
    public Tensor For(long start, long rows) => _table.narrow(0, 0, rows).narrow(1, _longest - start, start + rows);
}
