namespace AssistantLoop.Learning.Triage;

/// <summary>One sentence of the right answer: facts that can be looked for or, where it has none, its words.</summary>
internal sealed class Claim
{
    /// <summary>The share of a sentence's words that a passage must have to say it.</summary>
    private const double Share = 0.5;

    /// <summary>The fewest words by which a sentence without facts can be missed in the documents.</summary>
    private const int FewestWords = 4;

    private readonly string _sentence;
    private readonly Fact[] _facts;
    private readonly HashSet<string> _stems;
    private readonly bool _hasOnlyNames;
    private readonly ReadText _subject;

    public Claim(string sentence, TriageInput input, ReadText question)
    {
        _sentence = sentence;
        // What the question says itself tells nothing of where the answer comes from; a name is what it is about.
        Fact[] exact = [.. FactReader.Read(sentence, out string rest).Where(fact => !question.Says(fact))];
        _facts = [.. exact, .. NameReader.Read(rest, input.OwnNames).DistinctBy(name => name.Key)];
        _stems = ContentWords.Stems(sentence);
        _subject = new($"{input.Question} {string.Join(' ', input.Prompt.Select(passage => passage.Title))}");
        _hasOnlyNames = exact.Length == 0;
    }

    /// <summary>Whether there is anything to look for.</summary>
    public bool IsEmpty => _facts.Length == 0 && _stems.Count == 0;

    /// <summary>Whether its absence from the documents tells that they lack it.</summary>
    public bool CanBeMissed => _facts.Length > 0 || _stems.Count >= FewestWords;

    public IReadOnlyList<Fact> Facts => _facts;

    /// <summary>
    /// Whether an answer says it. What a number is about need not be named again: "890 euros" answers what the Lark
    /// greenhouse costs.
    /// </summary>
    public bool IsIn(ReadText answer) =>
        _facts.All(fact => answer.Says(fact) || (fact.Kind == FactKind.Name && !_hasOnlyNames && _subject.Says(fact))) && (!_hasOnlyNames || ContentWords.Coverage(_stems, answer.Stems) >= Share);

    /// <summary>Whether these passages together say it; a sentence without numbers must stand in one of them.</summary>
    public bool IsIn(IEnumerable<PlacedPassage> passages) => _hasOnlyNames
        ? passages.Any(passage => _facts.All(passage.SaysAnywhere) && ContentWords.Coverage(_stems, passage.Stems) >= Share)
        : _facts.All(fact => passages.Any(passage => passage.Says(fact)));

    public IEnumerable<FactEvidence> Evidence(ReadText answer, IReadOnlyList<PlacedPassage> passages)
    {
        if (_facts.Length == 0)
        {
            return [Of(_sentence, "words", IsIn(answer), passages.Where(passage => IsIn([passage])))];
        }

        return _facts.Select(fact => Of(fact.Text, NameOf(fact.Kind), answer.Says(fact), passages.Where(passage => passage.Says(fact))));
    }

    private static FactEvidence Of(string text, string kind, bool inAnswer, IEnumerable<PlacedPassage> passages)
    {
        PlacedPassage[] all = [.. passages];
        return new(
            text, kind, inAnswer,
            [.. all.Where(passage => passage.Number is not null).Select(passage => passage.Number!.Value)],
            [.. all.Where(passage => passage.Number is null).Select(passage => passage.Place).Take(3)]);
    }

    internal static string NameOf(FactKind kind) => kind.ToString().ToLowerInvariant();
}
