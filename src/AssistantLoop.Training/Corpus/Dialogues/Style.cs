using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>The shape of an answer's sentences.</summary>
internal enum AnswerShape
{
    /// <summary>Whole sentences.</summary>
    Sentence,

    /// <summary>The fact alone.</summary>
    Brief,

    /// <summary>A list, each sentence on a line after a dash.</summary>
    Bullets,

    /// <summary>A list, each sentence on a line after its number.</summary>
    Numbered,

    /// <summary>The fact between double stars.</summary>
    Bold,

    /// <summary>Each sentence names its document.</summary>
    Titled,
}

/// <summary>A style instruction and what an answer that obeys it is like.</summary>
/// <param name="Instruction">What the prompt says.</param>
/// <param name="Start">What an answer that informs starts with; empty: nothing.</param>
/// <param name="End">What every answer ends with; empty: nothing.</param>
/// <param name="Shape">The shape of the sentences.</param>
/// <param name="NeverSorry">The word "sorry" is forbidden.</param>
internal sealed record Style(string Instruction, string Start, string End, AnswerShape Shape, bool NeverSorry)
{
    /// <summary>The start was asked for in so many words: refusals begin with it too.</summary>
    public bool AlwaysStarts { get; init; }

    private static readonly (AnswerShape Shape, string List)[] s_shapes =
    [
        (AnswerShape.Brief, "style.brief"), (AnswerShape.Bullets, "style.bullets"),
        (AnswerShape.Numbered, "style.numbered"), (AnswerShape.Bold, "style.bold"),
        (AnswerShape.Titled, "style.titled"),
    ];

    /// <summary>Whether the style shows in answers.</summary>
    public bool Shows => Start.Length + End.Length > 0 || Shape != AnswerShape.Sentence || NeverSorry;

    /// <summary>Draws a style; with the given probability one that shows in the answers.</summary>
    public static Style Draw(Dice dice, World world, double marked)
    {
        if (!dice.Chance(marked))
        {
            List<string> plain = [world.Phrase(dice, "style.plain")];
            AddLimits(plain, "", dice, world);
            return new(string.Join(' ', plain), "", "", AnswerShape.Sentence, NeverSorry: false);
        }

        List<string> wishes = [];
        string start = "", end = "", overruled = "";
        AnswerShape shape = AnswerShape.Sentence;
        bool neverSorry = false, alwaysStarts = false;
        int count = 1 + dice.Weighted(0.6, 0.3, 0.1);
        for (int drawn = 0; drawn < count;)
        {
            switch (dice.Weighted(0.2, 0.2, 0.12, 0.08, 0.35, 0.05))
            {
                case 0 when start.Length == 0:
                    start = world.Phrase(dice, dice.Chance(0.5) ? "style.start" : "style.made.start");
                    wishes.Add(world.Phrase(dice, "style.ask.start", slot => slot == "text" ? start : null));
                    alwaysStarts = true;
                    // What a tone would begin with gives way to what is to be said.
                    overruled = dice.Chance(0.4) ? $"Tone: {world.Phrase(dice, "tones").Split(": ", 2)[0]}." : "";
                    break;
                case 1 when end.Length == 0:
                    end = world.Phrase(dice, dice.Chance(0.5) ? "style.end" : "style.made.end");
                    wishes.Add(world.Phrase(dice, "style.ask.end", slot => slot == "text" ? end : null));
                    break;
                case 2 when start.Length == 0:
                    // A tone's line, none of which is held out, is "adjective: what its answers start with".
                    string[] tone = world.Phrase(dice, "tones").Split(": ", 2);
                    start = tone[1];
                    wishes.Insert(0, $"Tone: {tone[0]}.");
                    break;
                case 3 when start.Length == 0:
                    string title = world.Phrase(dice, "style.address");
                    start = Words.Capital(title) + ",";
                    wishes.Add(world.Phrase(dice, "style.ask.address", slot => slot == "text" ? title : null));
                    break;
                case 4 when shape == AnswerShape.Sentence:
                    (shape, string list) = dice.Pick(s_shapes);
                    wishes.Add(world.Phrase(dice, list));
                    break;
                case 5 when !neverSorry:
                    neverSorry = true;
                    wishes.Add(world.Phrase(dice, "style.nosorry"));
                    break;
                default: continue;
            }

            drawn++;
        }

        AddLimits(wishes, start + end, dice, world);
        if (overruled.Length > 0 || dice.Chance(0.4))
        {
            wishes.Insert(0, overruled.Length > 0 ? overruled : world.Phrase(dice, "style.plain"));
        }

        return new(string.Join(' ', wishes), start, end, shape, neverSorry) { AlwaysStarts = alwaysStarts };
    }

    // Limits that the corpus's answers keep anyway; they stand among the wishes that show.
    private static void AddLimits(List<string> wishes, string said, Dice dice, World world)
    {
        if (!dice.Chance(0.3))
        {
            return;
        }

        int count = dice.Between(1, 3);
        for (int i = 0; i < count; i++)
        {
            string limit = world.Phrase(dice, "style.limit");
            if (!wishes.Contains(limit) && !(limit.Contains("xclamation", StringComparison.Ordinal) && said.Contains('!')))
            {
                wishes.Insert(dice.Below(wishes.Count + 1), limit);
            }
        }
    }
}
