using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus;

/// <summary>The embedded text tables, parsed once.</summary>
internal sealed record CorpusTables(PhraseBook Phrases, FactBook Facts, FactBook Rules)
{
    private static readonly Lazy<CorpusTables> s_embedded = new(() => new(
        new("names", "lists", "talk", "frames", "styles"),
        new("policies", "products", "places", "services", "howto", "events", "wild"),
        new FactBook("rules")));

    public static CorpusTables Embedded => s_embedded.Value;
}
