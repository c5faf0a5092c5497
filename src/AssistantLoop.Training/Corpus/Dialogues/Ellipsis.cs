using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>
/// Says what a passage is about once, as documents do: where the title or the sentence before names a thing, the next one
/// has a pronoun for it ("It costs 22 euros.") or leaves it out ("The capacity is 20 litres.").
/// </summary>
internal static class Ellipsis
{
    // Prices of two products stand in one answer, where pronouns would not tell them apart.
    private const string Compared = "product.price";

    private const string Product = "product";

    /// <summary>The facts, those said shorter that can be.</summary>
    public static List<Fact> Of(IReadOnlyList<Fact> facts, string title)
    {
        bool one = facts.All(fact => fact.Key == facts[0].Key);
        List<Fact> said = [];
        for (int i = 0; i < facts.Count; i++)
        {
            Fact fact = facts[i];
            bool titled = fact.Key.Length > 0 && title.Contains(Words.Bare(fact.Key), StringComparison.OrdinalIgnoreCase);
            bool named = fact.Key.Length > 0 && (i > 0 ? facts[i - 1].Key == fact.Key : titled);
            bool may = named && fact.Kind.Name != Compared && (fact.Kind.Open || fact.Kind.Key == Product);
            string? shorter = !may ? null
                : Words.AfterSubject(fact.Sentence, fact.Key) is { } rest ? (Words.IsSingular(rest) ? "it " : "they ") + rest
                : one && titled ? Without(fact.Sentence, fact.Key)
                : null;
            said.Add(shorter is not null && fact.Keeps(shorter) ? fact.As(shorter) : fact);
        }

        return said;
    }

    private static string? Without(string sentence, string key)
    {
        foreach (string head in (string[])[" of the ", " of our ", " of ", " for the ", " for "])
        {
            int at = sentence.IndexOf(head + key, StringComparison.Ordinal);
            int end = at + head.Length + key.Length;
            if (at > 0 && (end == sentence.Length || sentence[end] == ' '))
            {
                return sentence[..at] + sentence[end..];
            }
        }

        return null;
    }
}
