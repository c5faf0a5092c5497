namespace AssistantLoop.Models.Tokenization;

/// <summary>A vocabulary that grows merge by merge: special tokens, then the 256 bytes, then the merges.</summary>
internal sealed class TrainedVocabulary
{
    private readonly List<string> _tokens;
    private readonly HashSet<string> _distinct;
    private readonly List<string> _merges = [];
    private readonly HashSet<string> _distinctMerges = new(StringComparer.Ordinal);

    public TrainedVocabulary(IReadOnlyList<string> specialTokens)
    {
        SpecialTokens = specialTokens;
        _tokens =
        [
            .. specialTokens,
            .. Enumerable.Range(0, 256).Select(value => ByteLevelAlphabet.CharacterOf((byte)value).ToString()),
        ];
        _distinct = new HashSet<string>(_tokens, StringComparer.Ordinal);
    }

    public int Size => _tokens.Count;

    public IReadOnlyList<string> SpecialTokens { get; }

    /// <summary>The tokens by id.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    public IReadOnlyList<string> Merges => _merges;

    /// <summary>
    /// Adds the merge and its token. A token that two merges make has one id; so a pair may come again, and is
    /// written once.
    /// </summary>
    public int AddMerge(int left, int right)
    {
        string token = _tokens[left] + _tokens[right];
        string merge = $"{_tokens[left]} {_tokens[right]}";
        if (_distinctMerges.Add(merge))
        {
            _merges.Add(merge);
        }

        if (!_distinct.Add(token))
        {
            return _tokens.IndexOf(token);
        }

        _tokens.Add(token);
        return _tokens.Count - 1;
    }
}
