using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <content>Turns that refer to what was said: follow-ups, slips taken back, claims.</content>
internal sealed partial class FactTurns
{
    private const double UnstatedFollowUp = 0.2;

    /// <summary>A follow-up by pronoun on the same thing, or by ellipsis on another.</summary>
    public DrawnTurn? FollowUp(DrawnTurn last, Fact about)
    {
        if (about.Key.Length == 0)
        {
            return null;
        }

        if (dice.Chance(UnstatedFollowUp) && passages.UnstatedOf(about, dice, scene) is { } unstated
            && Missing(unstated, unstated.Ask(dice, follow: true)) is { } missing)
        {
            return missing;
        }

        bool Pronoun(Fact fact) => fact.HasFollow && fact.Key == about.Key && fact.Kind.Key == about.Kind.Key;
        bool Other(Fact fact) => fact.Key != about.Key && fact.AsksAlike(about, last.Asked!);
        bool pronounFirst = dice.Chance(0.5);
        return (PickOpen(pronounFirst ? Pronoun : Other) ?? PickOpen(pronounFirst ? Other : Pronoun)) switch
        {
            null => null,
            { } entry when Pronoun(entry.Fact) => Answer(TurnKind.FollowUp, entry, follow: true),
            { } entry => Elliptic(TurnKind.FollowUp, "follow.ellipsis", entry, about, last.Asked!),
        };
    }

    /// <summary>After an answer: "no, I meant the other one".</summary>
    public DrawnTurn? MeantOther(Fact about, Question asked) =>
        PickOpen(fact => fact.Key != about.Key && fact.AsksAlike(about, asked)) is { } entry
            ? Elliptic(TurnKind.Correction, "slip.after", entry, about, asked)
            : null;

    /// <summary>Within one message: a question on one thing, taken back for another.</summary>
    public DrawnTurn? Slip()
    {
        if (PickOpen(fact => fact.Kind.Key is not null) is not { } entry)
        {
            return null;
        }

        Fact wrong = new(entry.Fact.Kind, _world, dice);
        if (wrong.Key == entry.Fact.Key)
        {
            return null;
        }

        // An open fact's question has words of its own fact beside the key; those must stay.
        Asked asked = (entry.Fact.Kind.Open ? entry.Fact : wrong).Ask(dice);
        string question = entry.Fact.Kind.Open
            ? Words.Capital(asked.Text.Replace(entry.Fact.Key, wrong.Key, StringComparison.OrdinalIgnoreCase))
            : asked.Text;
        DrawnTurn turn = Elliptic(TurnKind.Correction, "slip.within", entry, wrong, asked.Of);
        return turn with { Question = question + " " + turn.Question };
    }

    /// <summary>A claim, right or wrong, without a question before it.</summary>
    public DrawnTurn? Claim() =>
        PickOpen(_ => true) is { } entry
            ? Claimed("claim.first", entry, dice.Pick(entry.Fact.Kind.Asked(_world.HeldOut)), mayBeRight: true)
            : null;

    /// <summary>After an answer: the visitor has heard otherwise.</summary>
    public DrawnTurn? Insist((int Passage, Fact Fact) about, Question asked) =>
        Claimed("claim.insist", about, asked, mayBeRight: false);

    private DrawnTurn? Claimed(string list, (int Passage, Fact Fact) entry, Question of, bool mayBeRight)
    {
        Fact fact = entry.Fact;
        bool right = mayBeRight && dice.Chance(0.4);
        Fact claimed = right ? fact : new(fact.Kind, _world, dice, fact.Kind.Key is null ? null : fact.Key);
        string value = fact.ValueFor(of, dice), wrong = claimed.ValueFor(of, dice);
        bool same = wrong.Contains(value, StringComparison.OrdinalIgnoreCase)
            || value.Contains(wrong, StringComparison.OrdinalIgnoreCase);
        if (same != right)
        {
            return null;
        }

        _asked.Add(fact.Id);
        string claim = claimed.Restate(dice);
        string question = _world.Phrase(dice, list, slot => slot == "claim" ? claim : null);
        DrawnTurn turn = Stating(TurnKind.Claim, Words.Capital(question), entry, of, fact.Sentence);
        string opening = right ? "claim.right" : list == "claim.insist" ? "claim.sure" : "claim.wrong";
        return turn with
        {
            Opening = _world.Phrase(dice, opening) + " ",
            Wrong = right ? null : (claim, wrong),
        };
    }

    private DrawnTurn Elliptic(TurnKind kind, string list, (int Passage, Fact Fact) entry, Fact about, Question of)
    {
        _asked.Add(entry.Fact.Id);
        string question = _world.Phrase(dice, list, slot => slot switch
        {
            "b" => WithArticle(entry.Fact),
            "a" => WithArticle(about),
            _ => null,
        });
        return Stating(kind, Words.Capital(question), entry, of, entry.Fact.Sentence);
    }

    // "the Velmora kettle", but "plants": as the fact's own sentence has it.
    private static string WithArticle(Fact fact) =>
        fact.Sentence.Contains("the " + fact.Key, StringComparison.Ordinal) ? "the " + fact.Key : fact.Key;
}
