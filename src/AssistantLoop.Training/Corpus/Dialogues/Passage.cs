using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>A passage of the prompt: a title path and one to three sentences, most of them facts.</summary>
internal sealed record Passage(string Title, IReadOnlyList<Fact> Facts, string? Filler)
{
    /// <summary>The sentences, capital first and without full stop.</summary>
    public IReadOnlyList<string> Sentences { get; } =
        [.. Facts.Select(fact => Words.Capital(fact.Sentence)), .. Filler is null ? Array.Empty<string>() : [Filler]];

    public string Text => string.Join(' ', Sentences.Select(sentence => sentence + "."));

    /// <summary>The title's last part: what the passage is about.</summary>
    public string Leaf => Title[(Title.LastIndexOf('>') + 1)..].Trim();
}
