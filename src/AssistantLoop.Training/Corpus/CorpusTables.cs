using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus;

/// <summary>The embedded text tables, parsed once.</summary>
/// <param name="Phrases">Lists of phrases and words.</param>
/// <param name="Facts">Facts that training and held-out samples are about.</param>
/// <param name="Unseen">Kinds of facts that no training sample holds.</param>
/// <param name="Rules">Rules of the moment.</param>
/// <param name="Actions">Declared actions and the wishes that they serve.</param>
/// <param name="Recasts">Rewritings of questions.</param>
/// <param name="Synonyms">Other words of questions.</param>
internal sealed record CorpusTables(
    PhraseBook Phrases, FactBook Facts, FactBook Unseen, FactBook Rules, FactBook Actions, Recast Recasts,
    Synonyms Synonyms)
{
    private static readonly Lazy<CorpusTables> s_embedded = new(Read);

    /// <summary>The nouns of the facts that are put together from any words.</summary>
    public IReadOnlySet<string> Stuff { get; } =
        Phrases.Of("stuff", heldOut: false).Select(noun => noun.Source).ToHashSet(StringComparer.Ordinal);

    public static CorpusTables Embedded => s_embedded.Value;

    private static CorpusTables Read()
    {
        PhraseBook phrases = new("names", "lists", "things", "attributes", "vocabulary", "talk", "frames", "styles", "forms");
        string[] facts =
            ["policies", "products", "places", "services", "howto", "events", "wild", "traits", "ware", "desk", "visit", "guide", "trade", "open"];
        return new(
            phrases, new FactBook(phrases, facts), new FactBook(phrases, "unseen"), new FactBook(phrases, "rules"),
            new FactBook(phrases, "actions"), new Recast("recast"), new Synonyms("synonyms"));
    }
}
