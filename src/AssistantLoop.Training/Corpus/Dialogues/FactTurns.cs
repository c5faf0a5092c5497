using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>Draws the turns that the passages answer, or do not.</summary>
internal sealed partial class FactTurns(
    CorpusTables tables, CorpusWeights weights, PassageMaker passages, Scene scene, Dice dice)
{
    // Of the words that have one, where any is taken.
    private const double SynonymShare = 0.6;

    private readonly HashSet<string> _asked = [];
    private readonly World _world = scene.World;

    private string Prompt => field ??= scene.SystemText();

    public DrawnTurn? Single() => PickOpen(_ => true) is { } entry ? Answer(TurnKind.SingleFact, entry) : null;

    public DrawnTurn? Newest((int Passage, Fact Old, Fact New) versions)
    {
        if (_asked.Contains(versions.New.Id))
        {
            return null;
        }

        DrawnTurn turn = Answer(TurnKind.Newest, (versions.Passage, versions.New));
        return turn with { Wrong = (versions.Old.Sentence, versions.Old.ValueFor(turn.Asked!, dice)) };
    }

    public DrawnTurn? Multi()
    {
        List<(int Passage, Fact Fact)> prices = [.. scene.Facts.Where(entry => entry.Fact.Kind.Name == "product.price")];
        if (prices.Count >= 2)
        {
            return Comparison(prices[0], prices[1]);
        }

        if (PickOpen(_ => true) is not { } one || PickOpen(fact => fact != one.Fact) is not { } two)
        {
            return null;
        }

        DrawnTurn first = Answer(TurnKind.MultiFact, one);
        DrawnTurn second = Answer(TurnKind.MultiFact, two);
        string question = first.Question + " " + _world.Phrase(dice, "frame.also") + " " + Words.LowerQuestion(second.Question);
        return new(TurnKind.MultiFact, question) { Statements = [.. first.Statements, .. second.Statements] };
    }

    /// <summary>A fact that the visitor wants as JSON.</summary>
    public DrawnTurn? Keyed()
    {
        if (PickOpen(_ => true) is not { } entry || entry.Fact.Ask(dice) is not { Form: AnswerForm.Sentence } asked)
        {
            return null;
        }

        _asked.Add(entry.Fact.Id);
        string key = dice.Chance(weights.Open) ? JsonForm.AnyName(dice, _world) : _world.Phrase(dice, "keyed.key");
        string question = _world.Phrase(
            dice, "keyed.ask", slot => slot switch { "question" => asked.Text, "key" => key, _ => null });
        return new(TurnKind.Keyed, Words.Capital(question))
        {
            Text = JsonForm.Line([(key, JsonForm.Quote(asked.Value))]),
            Verbatim = true,
            Mark = asked.Value,
            MarkIn = entry.Passage,
        };
    }

    public DrawnTurn? NotStated()
    {
        for (int attempt = 0; attempt < 10; attempt++)
        {
            if (passages.Unstated(dice, scene) is { } fact && Missing(fact, fact.Ask(dice)) is { } turn)
            {
                return turn with { Question = Recast(turn.Question) };
            }
        }

        return null;
    }

    public DrawnTurn? Repeat()
    {
        if (scene.Passages.Count == 0)
        {
            return null;
        }

        int number = dice.Between(1, scene.Passages.Count);
        Passage passage = scene.Passages[number - 1];
        bool unique = scene.Passages.Count(other => other.Leaf == passage.Leaf) == 1;
        string list = unique && dice.Chance(0.6) ? "repeat.title" : "repeat.number";
        string question = _world.Phrase(dice, list, slot => slot == "n"
            ? PassageMark.Of(number)
            : dice.Chance(0.3) ? passage.Title.Replace(" > ", ", ", StringComparison.Ordinal) : passage.Leaf);
        return new(TurnKind.Repeat, Words.Capital(question))
        {
            Statements = [.. passage.Sentences.Take(3).Select(sentence => new Statement(sentence, sentence, number))],
        };
    }

    /// <summary>Which document says so?</summary>
    public DrawnTurn Source(int number)
    {
        string title = scene.Passages[number - 1].Title;
        return new(TurnKind.Source, _world.Phrase(dice, "source.ask"))
        {
            Statements = [new("that is in " + title, title, number)],
        };
    }

    private DrawnTurn Comparison((int Passage, Fact Fact) one, (int Passage, Fact Fact) two)
    {
        Asked first = one.Fact.Ask(dice), second = two.Fact.Ask(dice);
        double Amount(Asked asked) =>
            double.Parse(asked.Value.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        bool which = Amount(first) != Amount(second) && dice.Chance(0.5);
        string question = _world.Phrase(dice, which ? "compare.cheaper" : "compare.both", slot => slot switch
        {
            "a" => one.Fact.Key,
            "b" => two.Fact.Key,
            _ => null,
        });
        string cheaper = Amount(first) < Amount(second) ? one.Fact.Key : two.Fact.Key;
        _asked.Add(one.Fact.Id);
        _asked.Add(two.Fact.Id);
        return new(TurnKind.MultiFact, Words.Capital(question))
        {
            Opening = which ? $"the {cheaper} is cheaper: " : "",
            Statements =
            [
                new(one.Fact.Sentence, first.Value, one.Passage), new(two.Fact.Sentence, second.Value, two.Passage),
            ],
        };
    }

    private DrawnTurn Answer(TurnKind kind, (int Passage, Fact Fact) entry, bool follow = false)
    {
        _asked.Add(entry.Fact.Id);
        Asked asked = entry.Fact.Ask(dice, follow);
        return Stating(kind, follow ? asked.Text : Recast(Shorter(asked.Text, entry.Fact)), entry, asked.Of, asked.Statement, asked.Form);
    }

    private DrawnTurn Stating(
        TurnKind kind, string question, (int Passage, Fact Fact) entry, Question of, string statement,
        AnswerForm form = AnswerForm.Sentence) => new(kind, question)
        {
            Statements = [new(statement, entry.Fact.ValueFor(of, dice), entry.Passage, form)],
            About = entry,
            Asked = of,
        };

    private DrawnTurn? Missing(Fact fact, Asked asked) =>
        Prompt.Contains(asked.Value, StringComparison.OrdinalIgnoreCase) || scene.MayAnswer(fact.Kind, fact.Id)
            ? null
            : new(TurnKind.NotStated, asked.Text)
            {
                Text = DrawnTurn.Refusal,
                Missing = asked.Value,
                Wrong = (asked.Statement, asked.Value),
            };

    // "the tissue" for "the Otter box tissue", where that is the only one.
    private string Shorter(string question, Fact fact)
    {
        string[] words = fact.Key.Split(' ');
        bool noun = words.Length > 1 && words[^1].All(char.IsAsciiLetterLower)
            && !words.Any(word => word is "of" or "with" or "from" or "in" or "for" or "and");
        if (!noun || !dice.Chance(weights.ShortName) || scene.Passages.SelectMany(passage => passage.Facts)
            .Any(other => other.Key != fact.Key && other.Key.Contains(words[^1], StringComparison.OrdinalIgnoreCase)))
        {
            return question;
        }

        string whole = words[0] == "the" ? fact.Key : "the " + fact.Key;
        return question.Replace(whole, "the " + words[^1], StringComparison.Ordinal);
    }

    private string Recast(string question)
    {
        string said = dice.Chance(weights.Recast) ? tables.Recasts.Apply(question, dice, _world.HeldOut) : question;
        return dice.Chance(weights.Recast) ? tables.Synonyms.Apply(said, dice, SynonymShare) : said;
    }

    private (int Passage, Fact Fact)? PickOpen(Predicate<Fact> suits)
    {
        List<(int Passage, Fact Fact)> open =
            [.. scene.Facts.Where(entry => !_asked.Contains(entry.Fact.Id) && suits(entry.Fact))];
        return open.Count == 0 ? null : dice.Pick(open);
    }
}
