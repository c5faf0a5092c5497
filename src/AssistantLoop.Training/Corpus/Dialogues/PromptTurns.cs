using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>Draws the turns that other lines of the prompt answer: rules, glossary, declared actions.</summary>
internal sealed class PromptTurns(Scene scene, Dice dice)
{
    private readonly HashSet<object> _asked = [];

    /// <summary>Whether there are such lines.</summary>
    public bool Any => scene.Rules.Count + scene.Glossary.Count + scene.Actions.Count > 0;

    /// <summary>A turn on a line that was not asked for yet; null where the drawn one was.</summary>
    public DrawnTurn? Next() => dice.Weighted(scene.Rules.Count, scene.Glossary.Count, scene.Actions.Count) switch
    {
        0 => Rule(dice.Pick(scene.Rules)),
        1 => Glossary(dice.Pick(scene.Glossary)),
        _ => Action(dice.Pick(scene.Actions)),
    };

    private DrawnTurn? Rule(Fact rule)
    {
        if (!_asked.Add(rule))
        {
            return null;
        }

        Asked asked = rule.Ask(dice);
        return new(TurnKind.Rule, asked.Text)
        {
            Statements = [new(asked.Statement, asked.Value, 0, asked.Form)],
        };
    }

    private DrawnTurn? Glossary((string Term, string Meaning) entry) => !_asked.Add(entry.Term)
        ? null
        : new(TurnKind.Glossary, scene.World.Phrase(dice, "glossary.ask", slot => slot == "term" ? entry.Term : null))
        {
            Statements = [new($"{entry.Term} means {entry.Meaning}", entry.Meaning, 0)],
        };

    // An action's line, or, where the visitor leaves out what it needs, the question for it.
    private DrawnTurn? Action(Fact action)
    {
        if (!_asked.Add(action))
        {
            return null;
        }

        Asked asked = action.Ask(dice);
        bool line = asked.Statement[0] == '<';
        return new(TurnKind.Action, asked.Text)
        {
            Text = line ? ActionText.Braces(asked.Statement) : Words.Capital(asked.Statement) + ".",
            Verbatim = line,
            Mark = asked.Value,
        };
    }
}
