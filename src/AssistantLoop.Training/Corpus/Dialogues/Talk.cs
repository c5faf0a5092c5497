using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>
/// Small talk, complaints, wishes for a person and wishes out of scope. A list <c>talk.place</c> names the exchanges
/// that may stand there; the exchange's lists <c>NAME.user</c>, <c>NAME.answer</c> and <c>NAME.mark</c> hold the
/// wordings and what of the answer shows that it is one.
/// </summary>
internal static class Talk
{
    public static DrawnTurn Draw(TurnKind kind, string place, Dice dice, Scene scene)
    {
        World world = scene.World;
        string exchange = dice.Pick(world.Phrases("talk." + place)).Source;
        string name = world.Names.Listed(dice, "firstnames");
        string number = Marks.Digits(dice, dice.Between(4, 7));
        // A name or number that the visitor gives is the one that the answer repeats.
        string? Given(string slot) => slot switch
        {
            "first" => name,
            "number" => number,
            _ => null,
        };
        string question = world.Phrase(dice, exchange + ".user", Given);
        string answer = world.Phrase(dice, exchange + ".answer", Given);
        return new(kind, Words.Capital(question))
        {
            Text = Words.Capital(answer),
            Mark = world.Phrase(dice, exchange + ".mark", Given),
        };
    }
}
