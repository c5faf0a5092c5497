using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Facts;

/// <summary>
/// The kinds of facts, read from text tables. A line is a word and a phrase: <c>@</c> opens a kind (topic.name);
/// <c>title</c>, <c>say</c> (how the document puts it), <c>let</c> (a slot's values), <c>key</c>, <c>over</c> (kinds
/// it overlaps with), <c>denies</c> (the kind that says the contrary of the same thing); <c>fact</c> (what an answer must contain) and <c>reply</c> (an answer shorter than the sentence)
/// hold for the questions below them: <c>ask</c>, <c>yes</c>, <c>no</c>, and <c>then</c> for a follow-up by pronoun.
/// <c>each slot = list</c> makes a kind of every phrase of a list, which stands wherever the slot does.
/// </summary>
internal sealed class FactBook
{
    private const string OpenTable = "open";

    private readonly IReadOnlyList<FactKind>[] _closed;
    private readonly IReadOnlyList<FactKind>[] _open;

    public FactBook(PhraseBook phrases, params ReadOnlySpan<string> tables)
    {
        foreach (string table in tables)
        {
            List<string> lines = [];
            foreach (string line in TextResource.Lines(table).Append("@"))
            {
                if (line[0] == '@' && lines.Count > 0)
                {
                    AddKinds(table, lines, phrases);
                    lines.Clear();
                }

                lines.Add(line);
            }
        }

        Topics = [.. Kinds.GroupBy(kind => kind.Topic).Select(group => (IReadOnlyList<FactKind>)[.. group])];
        ByTopic = Topics.ToDictionary(topic => topic[0].Topic, StringComparer.Ordinal);
        _closed = [.. Topics.Where(topic => !topic[0].Open)];
        _open = [.. Topics.Where(topic => topic[0].Open)];
    }

    public List<FactKind> Kinds { get; } = [];

    /// <summary>Draws a kind: a topic, then one of its kinds; with the given probability an open one, if there are any.</summary>
    public FactKind Draw(Dice dice, double open) =>
        dice.Pick(dice.Pick(_open.Length > 0 && (_closed.Length == 0 || dice.Chance(open)) ? _open : _closed));

    /// <summary>The kinds, topic by topic.</summary>
    public IReadOnlyList<IReadOnlyList<FactKind>> Topics { get; }

    /// <summary>A topic's kinds.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FactKind>> ByTopic { get; }

    private void AddKinds(string table, List<string> lines, PhraseBook phrases)
    {
        if (lines.Find(line => line.StartsWith("each ", StringComparison.Ordinal)) is not { } each)
        {
            Kinds.Add(Read(table, lines));
            return;
        }

        lines.Remove(each);
        string[] sides = each[5..].Split(" = ", 2);
        foreach (Template phrase in phrases.Of(sides[1], heldOut: false))
        {
            string slot = "{" + sides[0] + "}";
            AddKinds(
                table, [.. lines.Select(line => line.Replace(slot, phrase.Source, StringComparison.Ordinal))], phrases);
        }
    }

    private static FactKind Read(string table, List<string> lines)
    {
        FactKind kind = new(lines[0][1..].Trim()) { Open = table == OpenTable };
        Template? fact = null;
        Template? reply = null;
        foreach (string line in lines.Skip(1))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            (string word, string rest) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..].Trim());
            switch (word)
            {
                case "title": kind.Titles.Add(Template.Parse(rest)); break;
                case "say": kind.Sentences.Add(Template.Parse(rest)); break;
                case "key": kind.Key = rest; break;
                case "over": kind.Overlaps.AddRange(rest.Split(' ')); break;
                case "let":
                    string[] sides = rest.Split(" = ", 2);
                    kind.Lets[sides[0]] = new(sides[1]);
                    break;
                case "denies": kind.Denies = rest; break;
                case "fact": (fact, reply) = (Template.Parse(rest), null); break;
                case "reply": reply = Template.Parse(rest); break;
                case "ask" or "yes" or "no" or "then":
                    Template asked = fact
                        ?? throw new FormatException($"{table}: {kind.Name} asks before it names a fact.");
                    kind.Questions.Add(new(Template.Parse(rest), FormOf(word), word == "then", asked, reply));
                    break;
                default: throw new FormatException($"{table}: {kind.Name}: unknown word \"{word}\".");
            }
        }

        kind.Reserve();
        return kind;
    }

    private static AnswerForm FormOf(string word) => word switch
    {
        "yes" => AnswerForm.Yes,
        "no" => AnswerForm.No,
        _ => AnswerForm.Sentence,
    };
}
