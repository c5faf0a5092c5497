using AssistantLoop.Models.Configuration;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Generation;

/// <summary>
/// Keys and values of texts that grow side by side, all of one length: each row a text. Views of it belong to the
/// caller's dispose scope, the buffer to this.
/// </summary>
internal sealed class KeyValueCache : IDisposable
{
    private const int RowsAt = 2, PositionsAt = 4;

    // [layers, keys | values, rows, groups, capacity, D], so that a row moves in all layers at once.
    private readonly Tensor _all;
    private readonly int _mostRows;

    /// <summary>One empty row, with room for more.</summary>
    public KeyValueCache(ModelConfig config, int mostRows, int capacity, ScalarType type)
    {
        (_mostRows, Capacity, Type) = (mostRows, capacity, type);
        long[] shape = [config.LayerCount, 2, mostRows, config.KeyValueHeadCount, capacity, config.HeadDim];
        _all = empty(shape, type).DetachFromDisposeScope();
    }

    public int Capacity { get; }

    public ScalarType Type { get; }

    public int Rows { get; private set; } = 1;

    /// <summary>Positions of each row that all layers have filled.</summary>
    public int Length { get; private set; }

    /// <summary>
    /// Writes a layer's keys and values [rows, count, groups, D] behind the others, and gives views of all of them:
    /// [rows, groups, Length + count, D]. <see cref="Advance"/> counts them once every layer has written.
    /// </summary>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values)
    {
        Tensor both = _all.select(0, layer).narrow(1, 0, Rows).narrow(3, 0, Length + keys.size(1));
        return (Filled(both.select(0, 0), keys), Filled(both.select(0, 1), values));
    }

    public void Advance(int count) => Length += count;

    /// <summary>Copies the only row to as many as there is room for.</summary>
    public void Spread()
    {
        Tensor filled = _all.narrow(PositionsAt, 0, Length);
        if (_mostRows > 1) filled.narrow(RowsAt, 1, _mostRows - 1).copy_(filled.narrow(RowsAt, 0, 1));
        Rows = _mostRows;
    }

    /// <summary>Forgets a row; the last one takes its place.</summary>
    public void Drop(int row)
    {
        Rows--;
        if (row == Rows) return;
        Tensor filled = _all.narrow(PositionsAt, 0, Length);
        filled.select(RowsAt, row).copy_(filled.select(RowsAt, Rows));
    }

    public void Dispose() => _all.Dispose();

    private Tensor Filled(Tensor view, Tensor added)
    {
        view.narrow(2, Length, added.size(1)).copy_(added.transpose(1, 2));
        return view;
    }
}
