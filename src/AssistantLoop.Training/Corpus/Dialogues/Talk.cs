using System.Globalization;
using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>
/// Small talk. A list <c>talk.first</c> (or last, between, refused) names the exchanges that may stand there; the
/// exchange's lists <c>NAME.user</c> and <c>NAME.answer</c> hold the wordings.
/// </summary>
internal static class Talk
{
    public static DrawnTurn First(Dice dice, Scene scene) => Draw(dice, scene, "talk.first");

    public static DrawnTurn Between(Dice dice, Scene scene) => Draw(dice, scene, "talk.between");

    public static DrawnTurn Last(Dice dice, Scene scene) => Draw(dice, scene, "talk.last");

    public static DrawnTurn AfterRefusal(Dice dice, Scene scene) => Draw(dice, scene, "talk.refused");

    private static DrawnTurn Draw(Dice dice, Scene scene, string place)
    {
        World world = scene.World;
        string exchange = dice.Pick(world.Phrases[place]).Source;
        string number = dice.Between(10_000, 999_999).ToString(CultureInfo.InvariantCulture);
        string name = world.Names.Listed(dice, "firstnames");
        string Slot(string slot) => slot switch
        {
            "assistant" => world.Assistant,
            "business" => world.Business,
            "number" => number,
            "name" => name,
            _ => dice.Pick(world.Phrases[slot]).Source,
        };
        string question = dice.Pick(world.Phrases[exchange + ".user"]).Render(dice, Slot);
        string answer = dice.Pick(world.Phrases[exchange + ".answer"]).Render(dice, Slot);
        return new(TurnKind.SmallTalk, Words.Capital(question), Words.Capital(answer));
    }
}
