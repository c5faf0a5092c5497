using AssistantLoop.Inference.Adapters;

namespace AssistantLoop.Inference.Scheduling;

/// <summary>Which answer has which slot: slots 0..n-1 belong to the n answers that decode, slot n to the prompt being
/// read. When an answer ends, the last one moves into its slot, so the rows of a step are always the first slots. One
/// thread changes it; any may read <see cref="Taken"/>.</summary>
internal sealed class SlotTable(int slots, MoveSlot move)
{
    private readonly List<Answer> _rows = [];
    private volatile int _taken;

    /// <summary>The answers that decode, by slot.</summary>
    public IReadOnlyList<Answer> Rows => _rows;

    /// <summary>The answer whose prompt is being read, if any.</summary>
    public Answer? Reading { get; private set; }

    /// <summary>Slots that are taken.</summary>
    public int Taken => _taken;

    /// <summary>Slots that are free.</summary>
    public int Free => slots - _taken;

    /// <summary>True if a prompt may be read.</summary>
    public bool CanRead => Reading is null && Free > 0;

    /// <summary>Every adapter in use, in the order of the slots.</summary>
    public IReadOnlyList<LoadedAdapter> Adapters { get; private set; } = [];

    /// <summary>Gives the next slot to an answer whose prompt is to be read.</summary>
    public void StartReading(Answer answer)
    {
        Reading = answer;
        Count();
    }

    /// <summary>The prompt is read: its answer decodes from now on, in the slot that it has.</summary>
    public void Join()
    {
        _rows.Add(Reading ?? throw new InvalidOperationException("No prompt is being read."));
        Reading = null;
        Count();
    }

    /// <summary>Frees the slot of the prompt being read.</summary>
    public void StopReading()
    {
        Reading = null;
        Count();
    }

    /// <summary>Frees the slot of an answer that decodes.</summary>
    public void Remove(int row)
    {
        int last = _rows.Count - 1;
        if (row < last)
        {
            move(last, row, _rows[last].Cached);
            _rows[row] = _rows[last];
        }

        _rows.RemoveAt(last);
        if (Reading is { Cached: > 0 } reading)
        {
            move(last + 1, last, reading.Cached);
        }

        Count();
    }

    private void Count()
    {
        IEnumerable<Answer> all = Reading is null ? _rows : _rows.Append(Reading);
        Adapters = [.. all.Select(answer => answer.Adapter).OfType<LoadedAdapter>().Distinct()];
        _taken = all.Count();
    }
}
