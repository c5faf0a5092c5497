using System.Globalization;
using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>Draws the question-answer turns of one scene. A fact is asked once a dialogue.</summary>
internal sealed class TurnMaker(CorpusTables tables, CorpusWeights weights, SceneMaker scenes, Scene scene, Dice dice)
{
    public const string Refusal = "I am sorry, our documents do not say. Shall I ask a person?";

    private readonly HashSet<string> _asked = [];

    /// <summary>Draws the dialogue, one to four turns.</summary>
    public List<DrawnTurn> Dialogue()
    {
        int wanted = 1 + dice.Weighted(0.15, 0.33, 0.30, 0.22);
        List<DrawnTurn> turns = [];
        if (dice.Chance(weights.SmallTalk / 2))
        {
            turns.Add(Talk.First(dice, scene));
        }

        // A draw that finds nothing left to ask must not be made up for by refusals: two of them end the dialogue.
        for (int misses = 0; turns.Count < wanted && misses < 2;)
        {
            if (Next(turns.Count > 0 ? turns[^1] : null) is { } turn)
            {
                turns.Add(turn);
            }
            else
            {
                misses++;
            }
        }

        if (turns.Count > 0 && dice.Chance(weights.SmallTalk / 2))
        {
            turns.Add(Talk.Last(dice, scene));
        }

        return turns.Count > 0 ? turns : [Talk.First(dice, scene)];
    }

    private DrawnTurn? Next(DrawnTurn? last)
    {
        if (last?.Kind == TurnKind.NotStated && dice.Chance(0.25))
        {
            return Talk.AfterRefusal(dice, scene);
        }

        if (last?.About is { Key.Length: > 0 } about && dice.Chance(weights.FollowUp) && FollowUp(about) is { } follow)
        {
            return follow;
        }

        if ((scene.Rule is not null || scene.Glossary.Count > 0) && dice.Chance(0.4))
        {
            return PromptLine();
        }

        return dice.Weighted(
            weights.SingleFact, weights.MultiFact, weights.NotStated, weights.SmallTalk, weights.Repeat) switch
        {
            0 => Single(),
            1 => Multi(),
            2 => NotStated(),
            3 => Talk.Between(dice, scene),
            _ => Repeat(),
        };
    }

    private List<(int Number, Fact Fact)> Unasked() => [.. scene.Facts.Where(entry => !_asked.Contains(entry.Fact.Id))];

    private DrawnTurn? Single()
    {
        List<(int Number, Fact Fact)> open = Unasked();
        return open.Count == 0 ? null : Answer(TurnKind.SingleFact, dice.Pick(open), follow: false);
    }

    private DrawnTurn? FollowUp(Fact about)
    {
        List<(int Number, Fact Fact)> open = Unasked().FindAll(entry =>
            entry.Fact.HasFollow && entry.Fact.Key == about.Key && entry.Fact.Kind.Key == about.Kind.Key);
        return open.Count == 0 ? null : Answer(TurnKind.FollowUp, dice.Pick(open), follow: true);
    }

    private DrawnTurn Answer(TurnKind kind, (int Number, Fact Fact) entry, bool follow)
    {
        _asked.Add(entry.Fact.Id);
        Asked asked = entry.Fact.Ask(dice, follow);
        return new(kind, asked.Question, Cited(asked.Answer, entry.Number))
        {
            Values = [(asked.Value, entry.Number)],
            About = entry.Fact,
        };
    }

    private DrawnTurn? Multi()
    {
        List<(int Number, Fact Fact)> prices = [.. scene.Facts.Where(entry => entry.Fact.Kind.Name == "product.price")];
        if (prices.Count >= 2)
        {
            return Comparison.Of(prices[0], prices[1], tables, dice);
        }

        List<(int Number, Fact Fact)> open = Unasked();
        if (open.Count < 2)
        {
            return null;
        }

        dice.Shuffle(open);
        DrawnTurn first = Answer(TurnKind.MultiFact, open[0], follow: false);
        DrawnTurn second = Answer(TurnKind.MultiFact, open[1], follow: false);
        string join = dice.Pick([" And ", " Also, ", " And another thing: "]);
        string question = first.Question + join + Words.LowerQuestion(second.Question);
        return new(TurnKind.MultiFact, question, first.Answer + " " + second.Answer)
        {
            Values = [.. first.Values, .. second.Values],
        };
    }

    private DrawnTurn? NotStated()
    {
        string prompt = scene.SystemText();
        for (int attempt = 0; attempt < 10; attempt++)
        {
            if (scenes.Unstated(dice, scene) is { } fact && fact.Ask(dice, follow: false) is var asked
                && !prompt.Contains(asked.Value, StringComparison.OrdinalIgnoreCase))
            {
                return new(TurnKind.NotStated, asked.Question, Refusal) { Missing = asked.Value };
            }
        }

        return null;
    }

    private DrawnTurn? Repeat()
    {
        if (scene.Passages.Count == 0)
        {
            return null;
        }

        int number = dice.Between(1, scene.Passages.Count);
        Passage passage = scene.Passages[number - 1];
        bool unique = scene.Passages.Count(other => other.Leaf == passage.Leaf) == 1;
        string list = unique && dice.Chance(0.7) ? "repeat.title" : "repeat.number";
        string question = dice.Pick(tables.Phrases[list]).Render(dice, slot => slot == "n"
            ? number.ToString(CultureInfo.InvariantCulture)
            : dice.Chance(0.3) ? passage.Title.Replace(" > ", ", ", StringComparison.Ordinal) : passage.Leaf);
        string answer = string.Join(' ', passage.Sentences.Select(sentence => Cited(sentence, number)));
        return new(TurnKind.Repeat, Words.Capital(question), answer)
        {
            Values = [.. passage.Sentences.Select(sentence => (sentence, number))],
        };
    }

    private DrawnTurn? PromptLine()
    {
        if (scene.Rule is { } rule && (scene.Glossary.Count == 0 || dice.Chance(0.5)))
        {
            if (!_asked.Add(rule.Id))
            {
                return null;
            }

            Asked asked = rule.Ask(dice, follow: false);
            return new(TurnKind.PromptLine, asked.Question, Words.Capital(asked.Answer) + ".")
            {
                Values = [(asked.Value, 0)],
            };
        }

        (string term, string meaning) = dice.Pick(scene.Glossary);
        if (!_asked.Add(term))
        {
            return null;
        }

        string question = dice.Pick(tables.Phrases["glossary.ask"]).Render(dice, _ => term);
        return new(TurnKind.PromptLine, question, $"{term} means {meaning}.") { Values = [(meaning, 0)] };
    }

    /// <summary>The sentence with a capital, the citation and the full stop.</summary>
    internal static string Cited(string sentence, int number) => $"{Words.Capital(sentence)} [{number}].";
}
