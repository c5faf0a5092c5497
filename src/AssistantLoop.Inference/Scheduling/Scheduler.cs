using AssistantLoop.Inference.Adapters;

namespace AssistantLoop.Inference.Scheduling;

/// <summary>Shares the model among answers on one thread of its own. Answers join and leave between steps; one chunk
/// of one prompt alternates with one token for every answer. Slots 0..n-1 hold the n answers that decode, slot n the
/// prompt being read; when an answer ends, the last one moves into its slot.</summary>
internal sealed class Scheduler : IAsyncDisposable
{
    private readonly RunStep _run;
    private readonly MoveSlot _move;
    private readonly TimeProvider _time;
    private readonly int _slots;
    private readonly int _chunk;
    private readonly RequestQueue _queue;
    private readonly List<Answer> _rows = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Answer? _reading;
    private IReadOnlyList<LoadedAdapter> _active = [];
    private volatile int _taken;

    public Scheduler(EngineOptions options, RunStep run, MoveSlot move, TimeProvider time)
    {
        (_run, _move, _time) = (run, move, time);
        (_slots, _chunk) = (options.Slots, options.PrefillChunk);
        _queue = new RequestQueue(options.QueueLimit, options.Slots);
        new Thread(Work) { IsBackground = true, Name = "AssistantLoop engine" }.Start();
    }

    /// <summary>Answers that hold a slot.</summary>
    public int Active => _taken;

    /// <summary>Answers that wait for one.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Puts an answer in line.</summary>
    /// <exception cref="EngineOverloadedException">The line is full.</exception>
    public void Add(Answer answer) => _queue.Add(answer, _slots - _taken);

    /// <summary>Ends all answers with <see cref="ObjectDisposedException"/> and waits for the step in work.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Stop();
        await _ended.Task;
    }

    private void Work()
    {
        while (_queue.WaitForWork(idle: _taken == 0))
        {
            DropAbandoned();
            Admit();
            ReadChunk();
            DecodeStep();
        }

        var stopped = new ObjectDisposedException(nameof(Engine));
        _reading?.Fail(stopped);
        _rows.ForEach(answer => answer.Fail(stopped));
        while (_queue.Take() is { } answer)
        {
            answer.Fail(stopped);
        }

        _ended.SetResult();
    }

    private void DropAbandoned()
    {
        for (int row = _rows.Count - 1; row >= 0; row--)
        {
            if (_rows[row].IsAbandoned)
            {
                Fail(row, new OperationCanceledException());
            }
        }

        if (_reading is { IsAbandoned: true })
        {
            StopReading(new OperationCanceledException());
        }
    }

    private void Admit()
    {
        if (_reading is null && _rows.Count < _slots && _queue.Take() is { } next)
        {
            next.Started = _time.GetTimestamp();
            _reading = next;
            Count();
        }
    }

    private void ReadChunk()
    {
        if (_reading is not { } answer)
        {
            return;
        }

        int length = Math.Min(_chunk, answer.Prompt.Length - answer.Cached);
        int total = answer.Cached + length;
        bool last = total == answer.Prompt.Length;
        long[] ids = Array.ConvertAll(answer.Prompt[answer.Cached..total], id => (long)id);
        try
        {
            Span<float> logits = _run(new Step(_rows.Count, 1, ids, [total], [answer.Adapter], _active, last));
            answer.Cached = total;
            if (!last)
            {
                return;
            }

            if (answer.Choose(logits))
            {
                Finish(answer);
            }
            else
            {
                _rows.Add(answer);
            }

            _reading = null;
            Count();
        }
        catch (Exception fault) when (IsFault(fault))
        {
            StopReading(new EngineFaultException(fault));
        }
    }

    private void DecodeStep()
    {
        if (_rows.Count == 0)
        {
            return;
        }

        int rows = _rows.Count;
        try
        {
            Span<float> logits = _run(new Step(
                0, rows, [.. _rows.Select(row => (long)row.Last)], [.. _rows.Select(row => row.Cached + 1)],
                [.. _rows.Select(row => row.Adapter)], _active, WantsLogits: true));
            int vocabulary = logits.Length / rows;
            // From the last row on: the one that moves into a hole has been served.
            for (int row = rows - 1; row >= 0; row--)
            {
                ChooseIn(row, logits.Slice(row * vocabulary, vocabulary));
            }
        }
        catch (Exception fault) when (IsFault(fault))
        {
            while (_rows.Count > 0)
            {
                Fail(_rows.Count - 1, new EngineFaultException(fault));
            }
        }
    }

    private void ChooseIn(int row, Span<float> logits)
    {
        Answer answer = _rows[row];
        answer.Cached++;
        try
        {
            if (answer.Choose(logits))
            {
                Finish(answer);
                Remove(row);
            }
        }
        catch (ArithmeticException fault)
        {
            Fail(row, new EngineFaultException(fault));
        }
    }

    // Whatever a native run throws ends its answers and not the engine; a broken process may not be held up.
    private static bool IsFault(Exception exception) => exception is not OutOfMemoryException;

    private void Finish(Answer answer) => _queue.Learn(_time.GetElapsedTime(answer.Started));

    private void Fail(int row, Exception exception)
    {
        _rows[row].Fail(exception);
        Remove(row);
    }

    private void StopReading(Exception exception)
    {
        _reading!.Fail(exception);
        _reading = null;
        Count();
    }

    private void Remove(int row)
    {
        int last = _rows.Count - 1;
        if (row < last)
        {
            _move(last, row, _rows[last].Cached);
            _rows[row] = _rows[last];
        }

        _rows.RemoveAt(last);
        if (_reading is { Cached: > 0 } reading)
        {
            _move(last + 1, last, reading.Cached);
        }

        Count();
    }

    private void Count()
    {
        IEnumerable<Answer> all = _reading is null ? _rows : _rows.Append(_reading);
        _active = [.. all.Select(answer => answer.Adapter).OfType<LoadedAdapter>().Distinct()];
        _taken = _rows.Count + (_reading is null ? 0 : 1);
    }
}
