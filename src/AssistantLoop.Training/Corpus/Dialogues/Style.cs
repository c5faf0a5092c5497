using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>A style instruction and what an answer that obeys it starts and ends with (empty: nothing).</summary>
internal sealed record Style(string Instruction, string Start, string End)
{
    /// <summary>Draws a style; with the given probability one that shows in the answers.</summary>
    public static Style Draw(Dice dice, World world, double marked)
    {
        PhraseBook phrases = world.Phrases;
        string Phrase(string list) => dice.Pick(phrases[list]).Render(dice, slot => slot switch
        {
            "assistant" => world.Assistant,
            "business" => world.Business,
            "hobby" => dice.Pick(phrases["hobby"]).Source,
            _ => world.ProperName(dice),
        });
        if (!dice.Chance(marked))
        {
            return new(Phrase("style.plain"), "", "");
        }

        string tone = dice.Chance(0.4) ? Phrase("style.plain") + " " : "";
        string start = Phrase("style.start");
        string end = Phrase("style.end");
        switch (dice.Below(4))
        {
            case 0:
                // A tone's line is "adjective: what its answers start with".
                string[] sides = Phrase("style.tone").Split(": ", 2);
                return new($"Tone: {sides[0]}.", sides[1], "");
            case 1:
                return new($"{tone}{dice.Pick(["Start", "Begin", "Always start"])} with \"{start}\".", start, "");
            case 2:
                return new($"{tone}{dice.Pick(["End", "Close", "Finish", "Always end"])} with \"{end}\".", "", end);
            default:
                return new($"{tone}Start with \"{start}\" and end with \"{end}\".", start, end);
        }
    }

    /// <summary>The answer as the style wants it. What does not inform gets no start.</summary>
    public string Dress(string answer, bool informs)
    {
        string dressed = Start.Length > 0 && informs ? Start + " " + answer : answer;
        return End.Length > 0 ? dressed + " " + End : dressed;
    }
}
