using System.Text.Json;
using AssistantLoop.Training.Corpus.Dialogues;

namespace AssistantLoop.Training.Corpus.Probes;

/// <summary>Makes the check of a drawn dialogue's last answer.</summary>
internal static class CheckMaker
{
    /// <summary>More words than "yes, " and a fact: the shortest sentence has more.</summary>
    private const int WordsBesideFact = 3;

    public static ProbeCheck Of(DrawnSample drawn)
    {
        DrawnTurn turn = drawn.Turns[^1];
        Scene scene = drawn.Scene;
        string reference = drawn.Sample.Messages[^1].Content;
        if (turn.Verbatim)
        {
            return new() { Fields = FieldsOf(reference, _ => true) };
        }

        List<string> lacks = turn.Wrong is { } wrong && turn.Kind is TurnKind.Claim or TurnKind.Newest ? [wrong.Value] : [];
        lacks.AddRange(scene.OrderedWord is { } word ? [word] : []);
        if (scene.Json is { } form && (turn.Informs || turn.Missing is not null))
        {
            string[] exact = [.. form.Fields.Where(field => field.Role != JsonRole.Text).Select(field => field.Name)];
            return new() { Fields = FieldsOf(reference, exact.Contains, turn), Lacks = lacks };
        }

        ProbeCheck check = new()
        {
            Holds = turn.Mark is { } mark ? [mark] : [.. turn.Statements.Select(statement => statement.Value)],
            Lacks = lacks,
            Cites = [.. turn.Passages.Select(drawn.NumberOf).Distinct()],
            Refuses = turn.Missing is not null,
            Contradicts = turn is { Kind: TurnKind.Claim, Wrong: not null },
            End = scene.Style.End,
        };
        return turn.Informs ? Styled(check, turn, scene) : check with
        {
            Forbidden = scene.Style.NeverSorry ? "sorry" : "",
            Start = turn.Missing is not null && scene.Style.AlwaysStarts ? scene.Style.Start : "",
        };
    }

    private static ProbeCheck Styled(ProbeCheck check, DrawnTurn turn, Scene scene)
    {
        Statement first = turn.Statements[0];
        List<string> holds = [.. check.Holds];
        bool reworded = AnswerWriter.Reword(first, scene) != first.Text;
        holds.AddRange(reworded && scene.Wording is { } wording ? [wording.Word] : []);
        AnswerShape shape = scene.Style.Shape;
        if (shape == AnswerShape.Bold && first.Value.Length < first.Text.Length)
        {
            holds.Add($"**{first.Value}**");
        }

        if (shape == AnswerShape.Titled && first.Passage > 0)
        {
            holds.Add("according to " + scene.Passages[first.Passage - 1].Title);
        }

        int words = turn.Statements.Sum(statement => statement.Value.Split(' ').Length + WordsBesideFact);
        return check with
        {
            Holds = holds,
            Start = scene.Style.Start,
            LineStart = shape switch { AnswerShape.Bullets => "- ", AnswerShape.Numbered => "1. ", _ => "" },
            MostWords = shape == AnswerShape.Brief ? words + turn.Opening.Split(' ').Length : null,
        };
    }

    // A text field must hold the fact; every other field is as the reference has it.
    private static ProbeField[] FieldsOf(string reference, Predicate<string> exact, DrawnTurn? turn = null)
    {
        using JsonDocument document = JsonDocument.Parse(reference);
        string said = turn is { Informs: true } ? turn.Statements[0].Value : ProbeCheck.RefusalPhrase;
        return [.. document.RootElement.EnumerateObject().Select(field => exact(field.Name)
            ? new ProbeField(field.Name, field.Value.ValueKind, field.Value.ToString(), Exact: true)
            : new ProbeField(field.Name, field.Value.ValueKind, said, Exact: false))];
    }
}
