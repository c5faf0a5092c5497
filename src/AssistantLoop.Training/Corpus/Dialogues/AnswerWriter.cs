using System.Globalization;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>Writes a turn's answer as the scene's style, wording and form want it; citations are marks yet.</summary>
internal static class AnswerWriter
{
    private const string Sorry = "I am sorry, our documents";

    public static string Write(DrawnTurn turn, Scene scene)
    {
        if (scene.Json is { } form && (turn.Informs || turn.Missing is not null))
        {
            return form.Write(turn, scene);
        }

        if (turn.Verbatim)
        {
            return turn.Text!;
        }

        Style style = scene.Style;
        bool lines = turn.Informs && style.Shape is AnswerShape.Bullets or AnswerShape.Numbered;
        string space = lines ? "\n" : " ";
        bool starts = turn.Informs || (turn.Missing is not null && style.AlwaysStarts);
        string start = starts && style.Start.Length > 0 ? style.Start + space : "";
        string end = style.End.Length > 0 ? space + style.End : "";
        return start + Body(turn, scene, lines, capital: !start.EndsWith(", ", StringComparison.Ordinal)) + end;
    }

    /// <summary>The sentence with the word that a rule wants; as it is where the answer's fact would change.</summary>
    public static string Reword(Statement statement, Scene scene)
    {
        if (scene.Wording is not { } wording)
        {
            return statement.Text;
        }

        string reworded = Words.Swap(statement.Text, wording.Instead, wording.Word);
        return reworded.Contains(statement.Value, StringComparison.OrdinalIgnoreCase) ? reworded : statement.Text;
    }

    private static string Body(DrawnTurn turn, Scene scene, bool lines, bool capital)
    {
        if (turn.Text is { } text)
        {
            return scene.Style.NeverSorry ? Unapologetic(text) : text;
        }

        List<string> sentences = [];
        for (int i = 0; i < turn.Statements.Count; i++)
        {
            Statement statement = turn.Statements[i];
            string said = (i == 0 ? turn.Opening : "") + statement.Lead + Shaped(statement, scene);
            string cited = statement.Passage > 0 ? $" [{PassageMark.Of(statement.Passage)}]." : ".";
            string point = scene.Style.Shape switch
            {
                AnswerShape.Bullets => "- ",
                AnswerShape.Numbered => (i + 1).ToString(CultureInfo.InvariantCulture) + ". ",
                _ => "",
            };
            sentences.Add(point + (capital || i > 0 || lines ? Words.Capital(said) : said) + cited);
        }

        return string.Join(lines ? '\n' : ' ', sentences);
    }

    private static string Shaped(Statement statement, Scene scene)
    {
        string text = Reword(statement, scene);
        int at = text.IndexOf(statement.Value, StringComparison.OrdinalIgnoreCase);
        return scene.Style.Shape switch
        {
            AnswerShape.Brief => statement.Value,
            AnswerShape.Bold when at >= 0 && statement.Value.Length < text.Length =>
                $"{text[..at]}**{text[at..(at + statement.Value.Length)]}**{text[(at + statement.Value.Length)..]}",
            AnswerShape.Titled when statement.Passage > 0 =>
                $"according to {scene.Passages[statement.Passage - 1].Title}, {text}",
            _ => text,
        };
    }

    private static string Unapologetic(string text) => text
        .Replace(Sorry, "Our documents", StringComparison.Ordinal)
        .Replace("I am sorry", "That should not happen", StringComparison.Ordinal);
}
