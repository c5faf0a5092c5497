namespace AssistantLoop.Inference.Scheduling;

/// <summary>The bounded line in which answers wait for a slot, fair between tenants: the one that has had the fewest
/// tokens by its weight is next (start-time fair queueing; Goyal, Vin and Cheng 1996), and its answers come in their
/// order. A tenant that was away gets no credit for it. Any thread may add; the engine's thread does the rest.</summary>
internal sealed class RequestQueue(int limit, int tokenLimit, int slots)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, TenantLine> _lines = new(StringComparer.Ordinal);
    private double _secondsPerAnswer = 1;
    private double _clock;
    private bool _stopped;
    private int _count;
    private int _tokens;

    /// <summary>Answers that wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>Adds an answer at the end of its tenant's line.</summary>
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
            bool tooManyTokens = _count > 0 && _tokens + answer.Prompt.Length > tokenLimit;
            if (_count >= limit + freeSlots || tooManyTokens)
            {
                double seconds = Math.Ceiling(_secondsPerAnswer * (_count + 1) / slots);
                throw new EngineOverloadedException(_count, TimeSpan.FromSeconds(Math.Max(1, seconds)));
            }

            if (!_lines.TryGetValue(answer.Tenant, out TenantLine? line))
            {
                _lines[answer.Tenant] = line = new TenantLine { Used = _clock };
            }

            line.Waiting.AddLast(answer);
            Changed(answer, +1);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Waits for work if there is none, and says whether to go on.</summary>
    /// <param name="idle">True when nothing is in a slot.</param>
    public bool WaitForWork(bool idle)
    {
        lock (_lock)
        {
            while (idle && _count == 0 && !_stopped)
            {
                Monitor.Wait(_lock);
            }

            return !_stopped;
        }
    }

    /// <summary>The answer that is next and still wanted, or null.</summary>
    public Answer? Take()
    {
        lock (_lock)
        {
            DropAbandoned();
            TenantLine? line = _lines.Values.Where(line => line.Waiting.Count > 0).MinBy(line => line.Used);
            if (line is null)
            {
                return null;
            }

            Answer next = line.Waiting.First!.Value;
            line.Waiting.RemoveFirst();
            line.Working++;
            Changed(next, -1);
            _clock = Math.Max(_clock, line.Used);
            return next;
        }
    }

    /// <summary>Charges tokens that the engine has read or written for an answer to its tenant.</summary>
    public void Charge(Answer answer, int tokens)
    {
        lock (_lock)
        {
            _lines[answer.Tenant].Used += tokens / answer.Weight;
        }
    }

    /// <summary>An answer has left its slot after this time; remembered for the advice given to those refused.</summary>
    public void Leave(Answer answer, TimeSpan took)
    {
        lock (_lock)
        {
            _secondsPerAnswer = (0.8 * _secondsPerAnswer) + (0.2 * took.TotalSeconds);
            TenantLine line = _lines[answer.Tenant];
            line.Working--;
            Forget(answer.Tenant, line);
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
        foreach ((string tenant, TenantLine line) in _lines)
        {
            for (LinkedListNode<Answer>? node = line.Waiting.First; node is not null;)
            {
                LinkedListNode<Answer>? next = node.Next;
                if (node.Value.IsAbandoned)
                {
                    node.Value.Fail(new OperationCanceledException());
                    line.Waiting.Remove(node);
                    Changed(node.Value, -1);
                }

                node = next;
            }

            Forget(tenant, line);
        }
    }

    private void Changed(Answer answer, int by)
    {
        _count += by;
        _tokens += by * answer.Prompt.Length;
    }

    // A dictionary may be shortened while it is enumerated.
    private void Forget(string tenant, TenantLine line)
    {
        if (line.Working == 0 && line.Waiting.Count == 0)
        {
            _lines.Remove(tenant);
        }
    }
}
