using System.Text;
using AssistantLoop.Training.Corpus.Facts;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>What one sample's system message holds.</summary>
internal sealed record Scene(World World, Style Style, IReadOnlyList<Passage> Passages)
{
    /// <summary>Terms and meanings, empty where the prompt has no glossary line.</summary>
    public IReadOnlyList<(string Term, string Meaning)> Glossary { get; init; } = [];

    /// <summary>The rule that holds at this moment.</summary>
    public Fact? Rule { get; init; }

    /// <summary>Every fact with its passage's number (from 1).</summary>
    public IEnumerable<(int Number, Fact Fact)> Facts =>
        Passages.SelectMany((passage, index) => passage.Facts.Select(fact => (index + 1, fact)));

    /// <summary>Whether the passages or the rule state this fact, or one its question may be taken for.</summary>
    public bool MayAnswer(FactKind kind, string id) =>
        Facts.Select(entry => entry.Fact).Append(Rule)
            .Any(known => known is not null && (known.Id == id || Overlap(known.Kind, kind)));

    private static bool Overlap(FactKind one, FactKind two) =>
        one != two && (one.Overlaps.Contains(two.Name) || two.Overlaps.Contains(one.Name));

    /// <summary>The system message in the shape that <c>prompts/answer.yaml</c> renders.</summary>
    public string SystemText()
    {
        var text = new StringBuilder();
        text.Append($"You are {World.Assistant}, the assistant of {World.Business}. {Style.Instruction}");
        if (Glossary.Count > 0)
        {
            text.Append("\nGlossary: ").AppendJoin("; ", Glossary.Select(entry => $"{entry.Term} = {entry.Meaning}"));
        }

        if (Rule is not null)
        {
            text.Append("\nRule: ").Append(Phrasing.Words.Capital(Rule.Sentence)).Append('.');
        }

        for (int i = 0; i < Passages.Count; i++)
        {
            text.Append($"\n[{i + 1}] {Passages[i].Title}: {Passages[i].Text}");
        }

        return Passages.Count > 0 ? text.ToString() : text.Append("\nNo documents match.").ToString();
    }
}
