using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Facts;

/// <summary>
/// How a slot's value is drawn, as a table's <c>let</c> line says it: <c>int 2..30 5</c>, <c>money 3..40</c>,
/// <c>tenth 1..9</c>, <c>some list 1..3</c>, <c>one a|b|c</c>, or the name of a built-in value or of a list.
/// </summary>
internal sealed class SlotRule
{
    public SlotRule(string text)
    {
        string[] words = text.Split(' ');
        Word = words[0];
        if (Word == "one")
        {
            Choice = Template.Parse($"({text[4..]})");
            return;
        }

        if (Word is "int" or "money" or "tenth" or "some")
        {
            int at = Word == "some" ? 2 : 1;
            List = Word == "some" ? new(words[1]) : null;
            string[] ends = words[at].Split("..");
            (Low, High) = (Number(ends[0]), Number(ends[1]));
            Step = words.Length > at + 1 ? Number(words[at + 1]) : 1;
        }
    }

    public string Word { get; }

    /// <summary>The wordings of <c>one</c>.</summary>
    public Template? Choice { get; }

    /// <summary>What <c>some</c> draws from.</summary>
    public SlotRule? List { get; }

    public int Low { get; }

    public int High { get; }

    public int Step { get; } = 1;

    private static int Number(string text) =>
        int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
