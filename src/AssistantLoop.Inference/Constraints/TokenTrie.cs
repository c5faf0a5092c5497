using AssistantLoop.Models.Tokenization;

namespace AssistantLoop.Inference.Constraints;

/// <summary>A vocabulary's tokens by their bytes: what begins alike is looked at once. Special tokens are no text and are
/// left out. Immutable.</summary>
internal sealed class TokenTrie
{
    private readonly List<Node> _nodes = [new([], [])];
    private readonly bool[] _single = new bool[256];

    /// <param name="tokenizer">The vocabulary.</param>
    /// <param name="vocabularySize">The model's; it may hold ids that the tokenizer has no token for.</param>
    public TokenTrie(HuggingFaceTokenizer tokenizer, int vocabularySize)
    {
        VocabularySize = vocabularySize;
        for (int id = 0; id < Math.Min(vocabularySize, tokenizer.VocabularySize); id++)
        {
            if (tokenizer.TokenOf(id) is not null && !tokenizer.IsSpecial(id))
            {
                Add(tokenizer.BytesOf(id).Span, id);
            }
        }
    }

    /// <summary>Logits of one position.</summary>
    public int VocabularySize { get; }

    /// <summary>Whether a byte is a token by itself.</summary>
    public bool IsToken(byte value) => _single[value];

    /// <summary>Finds every token that an automaton takes.</summary>
    /// <param name="state">The automaton's state before the token.</param>
    /// <param name="step">The state after a byte, or -1.</param>
    /// <param name="found">Told of each token and the state after it.</param>
    public void Walk(int state, Func<int, byte, int> step, Action<int, int> found)
    {
        Stack<(int Node, int State)> open = new([(0, state)]);
        while (open.TryPop(out (int Node, int State) at))
        {
            Node node = _nodes[at.Node];
            foreach (int id in node.Tokens)
            {
                found(id, at.State);
            }

            foreach ((byte value, int child) in node.Children)
            {
                int next = step(at.State, value);
                if (next >= 0)
                {
                    open.Push((child, next));
                }
            }
        }
    }

    private void Add(ReadOnlySpan<byte> bytes, int id)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (bytes.Length == 1)
        {
            _single[bytes[0]] = true;
        }

        int at = 0;
        foreach (byte value in bytes)
        {
            List<(byte Value, int Child)> children = _nodes[at].Children;
            int known = children.FindIndex(child => child.Value == value);
            if (known < 0)
            {
                children.Add((value, _nodes.Count));
                _nodes.Add(new([], []));
                at = _nodes.Count - 1;
            }
            else
            {
                at = children[known].Child;
            }
        }

        _nodes[at].Tokens.Add(id);
    }

    private sealed record Node(List<int> Tokens, List<(byte Value, int Child)> Children);
}
