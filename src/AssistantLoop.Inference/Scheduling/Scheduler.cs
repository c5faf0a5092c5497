using AssistantLoop.Inference.Cache;

namespace AssistantLoop.Inference.Scheduling;

/// <summary>Shares the model among answers on one thread of its own. Answers join and leave between steps; one chunk
/// of one prompt alternates with one token for every answer.</summary>
internal sealed class Scheduler : IAsyncDisposable
{
    private readonly RunStep _run;
    private readonly TimeProvider _time;
    private readonly PromptCuts _cuts;
    private readonly RequestQueue _queue;
    private readonly SlotTable _slots;
    private readonly PrefixCache? _prefixes;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Scheduler(EngineOptions options, RunStep run, MoveSlot move, TimeProvider time, PrefixCache? prefixes = null)
    {
        _prefixes = prefixes;
        (_run, _time, _cuts) = (run, time, new PromptCuts(options.PrefillChunk));
        _queue = new RequestQueue(options.QueueLimit, options.QueueTokenLimit, options.Slots);
        _slots = new SlotTable(options.Slots, move);
        new Thread(Work) { IsBackground = true, Name = "AssistantLoop engine" }.Start();
    }

    /// <summary>Answers that hold a slot.</summary>
    public int Active => _slots.Taken;

    /// <summary>Answers that wait for one.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Puts an answer in line.</summary>
    /// <exception cref="EngineOverloadedException">The line is full.</exception>
    public void Add(Answer answer)
    {
        answer.Asked = _time.GetTimestamp();
        try
        {
            _queue.Add(answer, _slots.Free);
        }
        catch (EngineOverloadedException)
        {
            EngineMetrics.Refused(answer.Tenant);
            throw;
        }
    }

    /// <summary>Ends all answers with <see cref="ObjectDisposedException"/> and waits for the step in work.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Stop();
        await _ended.Task;
    }

    private void Work()
    {
        while (_queue.WaitForWork(idle: _slots.Taken == 0))
        {
            DropAbandoned();
            Admit();
            ReadChunk();
            DecodeStep();
        }

        var stopped = new ObjectDisposedException(nameof(Engine));
        FailReading(stopped);
        FailRows(stopped);
        while (_queue.Take() is { } answer)
        {
            answer.Fail(stopped);
        }

        _ended.SetResult();
    }

    private void DropAbandoned()
    {
        for (int row = _slots.Rows.Count - 1; row >= 0; row--)
        {
            if (_slots.Rows[row].IsAbandoned)
            {
                Fail(row, new OperationCanceledException());
            }
        }

        if (_slots.Reading is { IsAbandoned: true })
        {
            FailReading(new OperationCanceledException());
        }
    }

    private void Admit()
    {
        if (_slots.CanRead && _queue.Take() is { } next)
        {
            next.Started = _time.GetTimestamp();
            _slots.StartReading(next);
            next.Cached = _prefixes?.Fill(next.Prefixes, next.Prompt.Length, next.CutAnywhere, _slots.Rows.Count) ?? 0;
            EngineMetrics.Admitted(next.Tenant, _time.GetElapsedTime(next.Asked), next.Prompt.Length, next.Cached);
        }
    }

    private void ReadChunk()
    {
        if (_slots.Reading is not { } answer)
        {
            return;
        }

        int length = _cuts.Next(answer.Prompt.Length - answer.Cached);
        int total = answer.Cached + length;
        bool last = total == answer.Prompt.Length;
        long[] ids = Array.ConvertAll(answer.Prompt[answer.Cached..total], id => (long)id);
        try
        {
            Span<float> logits = _run(
                new Step(_slots.Rows.Count, 1, ids, [total], [answer.Adapter], _slots.Adapters, last));
            answer.Cached = total;
            _queue.Charge(answer, length);
            bool complete = last && answer.Choose(logits);
            // Copies what was read; the first token does not wait for it.
            _prefixes?.Keep(answer.Prefixes, total, _slots.Rows.Count);
            if (!last)
            {
                return;
            }

            Count(answer);
            if (complete)
            {
                Leave(answer);
                _slots.StopReading();
            }
            else
            {
                _slots.Join();
            }
        }
        catch (Exception fault) when (IsFault(fault))
        {
            FailReading(new EngineFaultException(fault));
        }
    }

    private void DecodeStep()
    {
        int count = _slots.Rows.Count;
        if (count == 0)
        {
            return;
        }

        EngineMetrics.Step(count);
        Answer[] rows = [.. _slots.Rows];
        try
        {
            if (count == 1 && rows[0].Guess() is { } guess)
            {
                CheckGuess(rows[0], guess);
                return;
            }

            Span<float> logits = _run(new Step(
                0, count, Array.ConvertAll(rows, row => (long)row.Last), Array.ConvertAll(rows, row => row.Cached + 1),
                Array.ConvertAll(rows, row => row.Adapter), _slots.Adapters, WantsLogits: true));
            int vocabulary = logits.Length / count;
            // From the last row on: the one that moves into a hole has been served.
            for (int row = count - 1; row >= 0; row--)
            {
                ChooseIn(row, logits.Slice(row * vocabulary, vocabulary));
            }
        }
        catch (Exception fault) when (IsFault(fault))
        {
            FailRows(new EngineFaultException(fault));
        }
    }

    // Each token is chosen as if it were alone; the first that is not the one guessed makes the rest of the step void,
    // and the keys and values of that rest are written over by the next step.
    private void CheckGuess(Answer answer, int[] guess)
    {
        long[] ids = [answer.Last, .. guess];
        Span<float> logits = _run(new Step(
            0, 1, ids, [answer.Cached + ids.Length], [answer.Adapter], _slots.Adapters, WantsLogits: true, EveryPosition: true));
        int vocabulary = logits.Length / ids.Length, right = 0;
        while (!ChooseIn(0, logits.Slice(right * vocabulary, vocabulary)) && right < guess.Length && answer.Last == guess[right])
        {
            right++;
        }

        answer.Lookup?.Tell(right);
        EngineMetrics.Guessed(answer.Tenant, guess.Length, right);
    }

    // Returns whether the row's answer has ended.
    private bool ChooseIn(int row, Span<float> logits)
    {
        Answer answer = _slots.Rows[row];
        answer.Cached++;
        _queue.Charge(answer, 1);
        try
        {
            bool complete = answer.Choose(logits);
            Count(answer);
            if (complete)
            {
                Leave(answer);
                _slots.Remove(row);
            }

            return complete;
        }
        catch (ArithmeticException fault)
        {
            Fail(row, new EngineFaultException(fault));
            return true;
        }
    }

    // Whatever a native run throws ends its answers and not the engine; a broken process may not be held up.
    private static bool IsFault(Exception exception) => exception is not OutOfMemoryException;

    private void Count(Answer answer)
    {
        long now = _time.GetTimestamp();
        if (answer.LastToken == 0)
        {
            EngineMetrics.FirstToken(answer.Tenant, _time.GetElapsedTime(answer.Asked, now));
        }
        else
        {
            EngineMetrics.NextToken(answer.Tenant, _time.GetElapsedTime(answer.LastToken, now));
        }

        answer.LastToken = now;
    }

    private void Leave(Answer answer) => _queue.Leave(answer, _time.GetElapsedTime(answer.Started));

    private void Fail(int row, Exception exception)
    {
        Answer answer = _slots.Rows[row];
        answer.Fail(exception);
        Leave(answer);
        _slots.Remove(row);
    }

    private void FailRows(Exception exception)
    {
        while (_slots.Rows.Count > 0)
        {
            Fail(_slots.Rows.Count - 1, exception);
        }
    }

    private void FailReading(Exception exception)
    {
        if (_slots.Reading is { } reading)
        {
            reading.Fail(exception);
            Leave(reading);
            _slots.StopReading();
        }
    }
}
