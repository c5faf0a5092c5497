using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Facts;

/// <summary>
/// The kinds of facts, read from text tables. A line is a word and a phrase: <c>@</c> opens a kind (topic.name);
/// <c>title</c>, <c>say</c> (how the document puts it), <c>let</c> (a slot's values), <c>key</c>, <c>over</c> (kinds
/// it overlaps with); <c>fact</c> (what an answer must contain) and <c>reply</c> (an answer shorter than the sentence)
/// hold for the questions below them: <c>ask</c>, <c>yes</c>, <c>no</c>, and <c>then</c> for a follow-up by pronoun.
/// </summary>
internal sealed class FactBook
{
    public FactBook(params ReadOnlySpan<string> tables)
    {
        foreach (string table in tables)
        {
            Read(table);
        }

        Topics = [.. Kinds.GroupBy(kind => kind.Topic).Select(group => (IReadOnlyList<FactKind>)[.. group])];
    }

    public List<FactKind> Kinds { get; } = [];

    /// <summary>The kinds, topic by topic.</summary>
    public IReadOnlyList<IReadOnlyList<FactKind>> Topics { get; }

    private void Read(string table)
    {
        Template? fact = null;
        Template? reply = null;
        foreach (string line in TextResource.Lines(table))
        {
            (string word, string rest) = Split(line);
            if (word == "@")
            {
                Kinds.Add(new(rest));
                (fact, reply) = (null, null);
                continue;
            }

            FactKind kind = Kinds[^1];
            switch (word)
            {
                case "title": kind.Titles.Add(Template.Parse(rest)); break;
                case "say": kind.Sentences.Add(Template.Parse(rest)); break;
                case "key": kind.Key = rest; break;
                case "over": kind.Overlaps.AddRange(rest.Split(' ')); break;
                case "let":
                    string[] sides = rest.Split(" = ", 2);
                    kind.Lets[sides[0]] = sides[1];
                    break;
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
    }

    private static AnswerForm FormOf(string word) => word switch
    {
        "yes" => AnswerForm.Yes,
        "no" => AnswerForm.No,
        _ => AnswerForm.Sentence,
    };

    private static (string Word, string Phrase) Split(string line)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (line, "") : (line[..space], line[(space + 1)..].Trim());
    }
}
