namespace AssistantLoop.Inference.Constraints;

/// <summary>A nondeterministic automaton over bytes, as it is built: states with ranges of bytes, and empty moves.</summary>
internal sealed class ByteAutomaton
{
    private readonly List<State> _states = [];

    /// <summary>The number of states.</summary>
    public int Count => _states.Count;

    /// <summary>Where every document begins.</summary>
    public int Start { get; set; }

    /// <summary>Where a document may end.</summary>
    public int Accept { get; set; }

    /// <summary>Adds a state.</summary>
    public int Add()
    {
        _states.Add(new([], []));
        return _states.Count - 1;
    }

    /// <summary>Adds a move by any byte of a range.</summary>
    public void Move(int from, byte low, byte high, int to) => _states[from].Moves.Add(new(low, high, to));

    /// <summary>Adds a move by nothing.</summary>
    public void Skip(int from, int to) => _states[from].Empty.Add(to);

    /// <summary>The moves out of a state.</summary>
    public IReadOnlyList<ByteMove> Moves(int state) => _states[state].Moves;

    /// <summary>The states that can be reached from some without a byte, in order, themselves among them.</summary>
    public int[] Closure(IEnumerable<int> states)
    {
        SortedSet<int> reached = [];
        Stack<int> open = new(states);
        while (open.TryPop(out int state))
        {
            if (reached.Add(state))
            {
                foreach (int next in _states[state].Empty)
                {
                    open.Push(next);
                }
            }
        }

        return [.. reached];
    }

    /// <summary>For each state the fewest bytes to the end; <see cref="int.MaxValue"/> where there is no way.</summary>
    /// <param name="can">Whether a byte can be written by itself.</param>
    public int[] Distances(Func<byte, bool> can)
    {
        List<(int From, int Cost)>[] into = [.. Enumerable.Range(0, Count).Select(_ => new List<(int, int)>())];
        for (int state = 0; state < Count; state++)
        {
            foreach (int next in _states[state].Empty)
            {
                into[next].Add((state, 0));
            }

            foreach (ByteMove move in _states[state].Moves)
            {
                if (Enumerable.Range(move.Low, move.High - move.Low + 1).Any(value => can((byte)value)))
                {
                    into[move.To].Add((state, 1));
                }
            }
        }

        int[] distances = [.. Enumerable.Repeat(int.MaxValue, Count)];
        PriorityQueue<int, int> open = new([(Accept, 0)]);
        while (open.TryDequeue(out int state, out int distance))
        {
            if (distance >= distances[state])
            {
                continue;
            }

            distances[state] = distance;
            foreach ((int from, int cost) in into[state])
            {
                open.Enqueue(from, distance + cost);
            }
        }

        return distances;
    }

    private sealed record State(List<ByteMove> Moves, List<int> Empty);
}

/// <summary>A move by any byte of a range, its ends included.</summary>
internal readonly record struct ByteMove(byte Low, byte High, int To);
