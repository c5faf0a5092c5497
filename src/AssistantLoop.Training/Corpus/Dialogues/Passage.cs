using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>A passage of the prompt: a title path and one to six sentences, most of them facts.</summary>
internal sealed class Passage(string title, IReadOnlyList<Fact> facts, string? filler = null)
{
    public string Title { get; } = title;

    public IReadOnlyList<Fact> Facts { get; } = facts;

    /// <summary>A sentence that says when the document was written; stands first.</summary>
    public string? Stamp { get; init; }

    /// <summary>A sentence that gives orders to whoever reads it.</summary>
    public string? Order { get; init; }

    /// <summary>Where among the sentences the order stands.</summary>
    public int OrderAt { get; init; }

    /// <summary>A newer passage says otherwise.</summary>
    public bool Outdated { get; init; }

    /// <summary>What the passage tells, capital first and without full stop; neither stamp nor order.</summary>
    public IReadOnlyList<string> Sentences { get; } =
        [.. facts.Select(fact => Words.Capital(fact.Sentence)), .. filler is null ? Array.Empty<string>() : [filler]];

    /// <summary>The text on one line.</summary>
    public string Text => field ??= Write();

    /// <summary>The title's last part: what the passage is about.</summary>
    public string Leaf => Title[(Title.LastIndexOf('>') + 1)..].Trim();

    /// <summary>The same passage with an order among its sentences.</summary>
    public Passage With(string order, int at) => new(Title, Facts, Filler) { Stamp = Stamp, Order = order, OrderAt = at };

    private string? Filler { get; } = filler;

    private string Write()
    {
        List<string> sentences = [.. Sentences.Select(sentence => sentence + ".")];
        if (Order is not null)
        {
            sentences.Insert(Math.Min(OrderAt, sentences.Count), Order);
        }

        if (Stamp is not null)
        {
            sentences.Insert(0, Stamp);
        }

        return string.Join(' ', sentences);
    }
}
