using System.Text;
using AssistantLoop.Training.Corpus.Facts;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>What one sample's system message holds.</summary>
internal sealed record Scene(World World, Style Style, IReadOnlyList<Passage> Passages)
{
    /// <summary>Terms and meanings, empty where the prompt has no glossary line.</summary>
    public IReadOnlyList<(string Term, string Meaning)> Glossary { get; init; } = [];

    /// <summary>The rules that hold at this moment and answer questions.</summary>
    public IReadOnlyList<Fact> Rules { get; init; } = [];

    /// <summary>The declared actions.</summary>
    public IReadOnlyList<Fact> Actions { get; init; } = [];

    /// <summary>The word that is to be said for another.</summary>
    public (string Word, string Instead)? Wording { get; init; }

    /// <summary>All rule lines of the prompt, in its order.</summary>
    public IReadOnlyList<string> RuleLines { get; init; } = [];

    /// <summary>The form of the answers where they are to be JSON.</summary>
    public JsonForm? Json { get; init; }

    /// <summary>What the visitor's message is to be put into as JSON.</summary>
    public Extraction? Extraction { get; init; }

    /// <summary>The new passage of two that differ (from 1), the old one's fact and the new one's; null: none.</summary>
    public (int Passage, Fact Old, Fact New)? Versions { get; init; }

    /// <summary>What an order among the passages wants the answer to say.</summary>
    public string? OrderedWord { get; init; }

    /// <summary>Every fact that holds, with its passage's number (from 1).</summary>
    public IEnumerable<(int Passage, Fact Fact)> Facts =>
        Passages.SelectMany((passage, index) => passage.Outdated ? [] : passage.Facts.Select(fact => (index + 1, fact)));

    /// <summary>Whether the passages or the rules state this fact, or one its question may be taken for.</summary>
    public bool MayAnswer(FactKind kind, string id)
    {
        foreach (Passage passage in Passages)
        {
            if (AnyAnswers(passage.Facts, kind, id))
            {
                return true;
            }
        }

        return AnyAnswers(Rules, kind, id);
    }

    public static bool AnyAnswers(IReadOnlyList<Fact> facts, FactKind kind, string id)
    {
        foreach (Fact known in facts)
        {
            if (known.Id == id || Overlap(known.Kind, kind) || Contrary(known, kind, id))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The system message in the shape that <c>prompts/answer.yaml</c> renders.</summary>
    /// <param name="shown">The passages (from 1) in the prompt's order; null: all as they are.</param>
    public string SystemText(IReadOnlyList<int>? shown = null)
    {
        var text = new StringBuilder();
        text.Append($"You are {World.Assistant}, the assistant of {World.Business}. {Style.Instruction}");
        if (Glossary.Count > 0)
        {
            text.Append("\nGlossary: ").AppendJoin("; ", Glossary.Select(entry => $"{entry.Term} = {entry.Meaning}"));
        }

        foreach (string rule in RuleLines)
        {
            text.Append("\nRule: ").Append(rule);
        }

        IEnumerable<Passage> passages = shown?.Select(at => Passages[at - 1]) ?? Passages;
        return text.Append(PassageLines.Of(passages.Select(passage => (passage.Title, passage.Text)))).ToString();
    }

    private static bool Contrary(Fact known, FactKind kind, string id) =>
        known.Kind.Denies == kind.Name && id.AsSpan(kind.Name.Length + 1).SequenceEqual(known.Key);

    private static bool Overlap(FactKind one, FactKind two) =>
        one != two && (one.Overlaps.Contains(two.Name) || two.Overlaps.Contains(one.Name));
}
