using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Learning.Triage;

/// <summary>A passage read for its facts.</summary>
internal sealed class PlacedPassage
{
    private readonly ReadText _read;

    /// <param name="passage">The passage.</param>
    /// <param name="number">Its number in the prompt; null where the prompt did not hold it.</param>
    /// <param name="topic">The stems of the question and of the right answer.</param>
    public PlacedPassage(Passage passage, int? number, IReadOnlySet<string> topic)
    {
        Number = number;
        Place = $"{passage.Path}: {passage.Title}";
        _read = new($"{passage.Title}. {passage.Text}");
        IsOnTopic = number is not null || topic.Count(_read.Stems.Contains) >= Math.Min(2, topic.Count);
    }

    public int? Number { get; }

    /// <summary>Where it stands.</summary>
    public string Place { get; }

    /// <summary>Whether it speaks of what was asked: it was found for the question, or shares two words with it.</summary>
    public bool IsOnTopic { get; }

    public IReadOnlySet<string> Stems => _read.Stems;

    /// <summary>
    /// Whether it says the fact of what was asked: a number, a day or an hour stands in many passages by chance; an address,
    /// a code or an amount with cents does not.
    /// </summary>
    public bool Says(Fact fact) => (IsOnTopic || IsDistinct(fact)) && _read.Says(fact);

    /// <summary>Whether it says the fact, of whatever.</summary>
    public bool SaysAnywhere(Fact fact) => _read.Says(fact);

    private static bool IsDistinct(Fact fact) => fact.Kind is FactKind.Address or FactKind.Code
        || (fact is { Kind: FactKind.Quantity, Unit: not null } && fact.Key.Contains('.', StringComparison.Ordinal));
}
