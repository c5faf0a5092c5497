namespace AssistantLoop.Inference.Constraints;

/// <summary>
/// The deterministic automaton of one schema over one vocabulary, made as far as it is walked: state sets (Rabin and
/// Scott, 1959), and for each state the tokens that may follow. The engine's thread alone uses it.
/// </summary>
internal sealed class SchemaStates
{
    /// <summary>No document begins with what was written.</summary>
    public const int Dead = -1;

    private const int Unknown = -2;
    private const int MostMasks = 1024;

    private readonly ByteAutomaton _automaton;
    private readonly TokenTrie _trie;
    private readonly int[] _distances;
    private readonly Dictionary<StateSet, int> _known = [];
    private readonly List<(int[] Set, int[] Next, int Distance)> _states = [];
    private readonly Dictionary<int, TokenMask> _masks = [];

    public SchemaStates(ByteAutomaton automaton, TokenTrie trie)
    {
        (_automaton, _trie) = (automaton, trie);
        _distances = automaton.Distances(trie.IsToken);
        Start = Number(automaton.Closure([automaton.Start]));
    }

    /// <summary>The state before the first token, or <see cref="Dead"/> where the vocabulary cannot write a document.</summary>
    public int Start { get; }

    /// <summary>The fewest tokens, one for each byte, to a whole document.</summary>
    public int Distance(int state) => _states[state].Distance;

    /// <summary>Whether what was written is a whole document.</summary>
    public bool IsDocument(int state) => Distance(state) == 0;

    /// <summary>Whether something may follow.</summary>
    public bool Continues(int state) => _states[state].Set.Any(member => _automaton.Moves(member).Count > 0);

    /// <summary>The state after a byte.</summary>
    public int After(int state, byte value)
    {
        int[] next = _states[state].Next;
        if (next[value] == Unknown)
        {
            next[value] = Number(_automaton.Closure(_states[state].Set
                .SelectMany(_automaton.Moves)
                .Where(move => move.Low <= value && value <= move.High)
                .Select(move => move.To)));
        }

        return next[value];
    }

    /// <summary>The tokens that may follow.</summary>
    public TokenMask Mask(int state)
    {
        if (!_masks.TryGetValue(state, out TokenMask? mask))
        {
            if (_masks.Count == MostMasks)
            {
                _masks.Clear();
            }

            List<(int Id, int Distance)> allowed = [];
            _trie.Walk(state, After, (id, after) => allowed.Add((id, Distance(after))));
            _masks[state] = mask = new TokenMask(allowed, _trie.VocabularySize);
        }

        return mask;
    }

    private int Number(int[] set)
    {
        int distance = set.Length == 0 ? int.MaxValue : set.Min(member => _distances[member]);
        if (distance == int.MaxValue)
        {
            return Dead;
        }

        StateSet key = new(set);
        if (!_known.TryGetValue(key, out int state))
        {
            _known[key] = state = _states.Count;
            int[] next = new int[256];
            Array.Fill(next, Unknown);
            _states.Add((set, next, distance));
        }

        return state;
    }

    private readonly struct StateSet(int[] members) : IEquatable<StateSet>
    {
        private readonly int[] _members = members;

        public bool Equals(StateSet other) => _members.AsSpan().SequenceEqual(other._members);

        public override bool Equals(object? obj) => obj is StateSet other && Equals(other);

        public override int GetHashCode()
        {
            HashCode hash = default;
            foreach (int member in _members)
            {
                hash.Add(member);
            }

            return hash.ToHashCode();
        }
    }
}
