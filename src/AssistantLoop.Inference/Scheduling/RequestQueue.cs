namespace AssistantLoop.Inference.Scheduling;

/// <summary>The bounded line in which answers wait for a slot. Any thread may add; the engine's thread takes.</summary>
internal sealed class RequestQueue(int limit, int slots)
{
    private readonly object _lock = new();
    private readonly LinkedList<Answer> _waiting = new();
    private double _secondsPerAnswer = 1;
    private bool _stopped;

    /// <summary>Answers that wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Adds an answer at the end.</summary>
    /// <param name="answer">What to wait for.</param>
    /// <param name="freeSlots">Slots that the answers at the head of the line will have at once.</param>
    /// <exception cref="EngineOverloadedException">The line is full.</exception>
    /// <exception cref="ObjectDisposedException">The engine was stopped.</exception>
    public void Add(Answer answer, int freeSlots)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopped, typeof(Engine));
            DropAbandoned();
            if (_waiting.Count >= limit + freeSlots)
            {
                double seconds = Math.Ceiling(_secondsPerAnswer * (_waiting.Count + 1) / slots);
                throw new EngineOverloadedException(_waiting.Count, TimeSpan.FromSeconds(Math.Max(1, seconds)));
            }

            _waiting.AddLast(answer);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Waits for work if there is none, and says whether to go on.</summary>
    /// <param name="idle">True when nothing is in a slot.</param>
    public bool WaitForWork(bool idle)
    {
        lock (_lock)
        {
            while (idle && _waiting.Count == 0 && !_stopped)
            {
                Monitor.Wait(_lock);
            }

            return !_stopped;
        }
    }

    /// <summary>The answer that waited longest and is still wanted, or null.</summary>
    public Answer? Take()
    {
        lock (_lock)
        {
            DropAbandoned();
            Answer? first = _waiting.First?.Value;
            if (first is not null)
            {
                _waiting.RemoveFirst();
            }

            return first;
        }
    }

    /// <summary>Remembers how long an answer took, for the advice given to those refused.</summary>
    public void Learn(TimeSpan took)
    {
        lock (_lock)
        {
            _secondsPerAnswer = (0.8 * _secondsPerAnswer) + (0.2 * took.TotalSeconds);
        }
    }

    /// <summary>Ends the wait and refuses what comes later.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            Monitor.PulseAll(_lock);
        }
    }

    private void DropAbandoned()
    {
        for (LinkedListNode<Answer>? node = _waiting.First; node is not null;)
        {
            LinkedListNode<Answer>? next = node.Next;
            if (node.Value.IsAbandoned)
            {
                node.Value.Fail(new OperationCanceledException());
                _waiting.Remove(node);
            }

            node = next;
        }
    }
}
