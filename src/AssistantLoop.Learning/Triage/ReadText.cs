namespace AssistantLoop.Learning.Triage;

/// <summary>A text read once for its facts and words, to look for other texts' facts in it.</summary>
internal sealed class ReadText
{
    private readonly IReadOnlyList<Fact> _facts;
    private readonly HashSet<string> _words;

    public ReadText(string text)
    {
        Text = text;
        _facts = FactReader.Read(text, out _);
        _words = [.. ContentWords.Words(text)];
        Stems = ContentWords.Stems(text);
    }

    public string Text { get; }

    /// <summary>The stems of its content words.</summary>
    public IReadOnlySet<string> Stems { get; }

    /// <summary>Its facts but for names.</summary>
    public IReadOnlyList<Fact> Facts => _facts;

    /// <summary>Whether it says the fact; a name is said by its words in any order and case.</summary>
    public bool Says(Fact fact) => fact.Kind == FactKind.Name
        ? fact.Key.Split(' ').All(_words.Contains)
        : _facts.Any(fact.Says);
}
