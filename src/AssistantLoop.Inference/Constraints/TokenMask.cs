using System.Numerics.Tensors;

namespace AssistantLoop.Inference.Constraints;

/// <summary>The tokens that may come next, and how far the end is after each.</summary>
internal sealed class TokenMask
{
    // Of few tokens, their logits are kept and all others forgotten; of many, a row of 0 and -infinity is added.
    private const int FewOneIn = 16;
    private const int OnStack = 1024;

    private readonly (int Id, int Distance)[] _allowed;
    private readonly int _farthest;
    private readonly float[]? _addend;

    /// <param name="allowed">Each token with the fewest tokens to the end after it.</param>
    /// <param name="vocabularySize">Logits of one position.</param>
    public TokenMask(IReadOnlyList<(int Id, int Distance)> allowed, int vocabularySize)
    {
        _allowed = [.. allowed];
        _farthest = _allowed.Length == 0 ? 0 : _allowed.Max(token => token.Distance);
        if (_allowed.Length > vocabularySize / FewOneIn)
        {
            _addend = new float[vocabularySize];
            Array.Fill(_addend, float.NegativeInfinity);
            foreach ((int id, _) in _allowed)
            {
                _addend[id] = 0;
            }
        }
    }

    /// <summary>Sets the logits of all other tokens to -infinity.</summary>
    /// <param name="logits">Logits of one position.</param>
    /// <param name="left">The tokens that may still come after this one; those from which the end is farther are out.</param>
    /// <param name="endTokens">Tokens that may come besides; none before the document is whole.</param>
    public void Apply(Span<float> logits, int left, IReadOnlyCollection<int> endTokens)
    {
        float[] ends = endTokens.Count == 0 ? [] : [.. Logits(endTokens, logits)];

        if (_addend is not null && _farthest <= left)
        {
            TensorPrimitives.Add(logits, _addend, logits);
        }
        else
        {
            Span<float> kept = _allowed.Length <= OnStack ? stackalloc float[_allowed.Length] : new float[_allowed.Length];
            for (int i = 0; i < kept.Length; i++)
            {
                kept[i] = _allowed[i].Distance <= left ? logits[_allowed[i].Id] : float.NegativeInfinity;
            }

            logits.Fill(float.NegativeInfinity);
            for (int i = 0; i < kept.Length; i++)
            {
                logits[_allowed[i].Id] = kept[i];
            }
        }

        int end = 0;
        foreach (int id in endTokens)
        {
            logits[id] = ends[end++];
        }
    }

    private static List<float> Logits(IReadOnlyCollection<int> ids, ReadOnlySpan<float> logits)
    {
        List<float> kept = [];
        foreach (int id in ids)
        {
            kept.Add(logits[id]);
        }

        return kept;
    }
}
