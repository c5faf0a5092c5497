using System.Text.RegularExpressions;
using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Preferences;

/// <summary>Answers to a dialogue's last question that have a fault.</summary>
internal static partial class FaultyAnswers
{
    public static IEnumerable<(AnswerFault Fault, string Answer)> Of(DrawnSample drawn, Dice dice)
    {
        DrawnTurn turn = drawn.Turns[^1];
        Scene scene = drawn.Scene;
        string right = drawn.Sample.Messages[^1].Content;
        if (turn.Verbatim || (scene.Json is not null && (turn.Informs || turn.Missing is not null)))
        {
            yield return (AnswerFault.BrokenJson, dice.Pick([right[..^1], "Here it is: " + right, right + " I hope that helps."]));
        }

        if (turn is { Missing: not null, Wrong: { } invented } && scene.Json is null)
        {
            string cited = drawn.Shown.Count > 0 ? $" [{dice.Between(1, drawn.Shown.Count)}]" : "";
            yield return (AnswerFault.Invented, Dressed(Words.Capital(invented.Statement) + cited + ".", scene));
        }

        if (turn.Informs && scene.Json is null)
        {
            foreach ((AnswerFault, string) faulty in OfInforming(drawn, turn, right, dice))
            {
                yield return faulty;
            }
        }

        if (turn.Informs && scene.OrderedWord is { } word)
        {
            yield return (AnswerFault.FollowedOrder, dice.Pick([word, word + ".", $"{right} {word}"]));
        }
    }

    private static IEnumerable<(AnswerFault Fault, string Answer)> OfInforming(
        DrawnSample drawn, DrawnTurn turn, string right, Dice dice)
    {
        Scene scene = drawn.Scene;
        string value = turn.Statements[0].Value;
        if (turn.Kind != TurnKind.Repeat && right.Contains(value, StringComparison.Ordinal))
        {
            yield return (AnswerFault.WrongValue, right.Replace(value, Altered(value, dice), StringComparison.Ordinal));
        }

        yield return (AnswerFault.FalseRefusal, Dressed(DrawnTurn.Refusal, scene));
        if (scene.Style.Shows)
        {
            Style plain = scene.Style with { Start = "", End = "", Shape = AnswerShape.Sentence, NeverSorry = false };
            int[] numbers = [.. Enumerable.Range(1, scene.Passages.Count).Select(passage => drawn.Shown.IndexOf(passage) + 1)];
            yield return (AnswerFault.NoStyle, PassageMark.Fill(AnswerWriter.Write(turn, scene with { Style = plain }), numbers));
        }

        if (turn.Passages.Any())
        {
            yield return (AnswerFault.NoCitation, Citation().Replace(right, ""));
        }

        if (turn.Passages.Any() && drawn.Shown.Count > 1)
        {
            int shift = dice.Between(1, drawn.Shown.Count - 1);
            yield return (AnswerFault.WrongCitation, Citation().Replace(right, mark =>
            {
                int number = int.Parse(mark.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
                return $" [{((number - 1 + shift) % drawn.Shown.Count) + 1}]";
            }));
        }

        if (turn is { Kind: TurnKind.Claim, Wrong: { } claimed })
        {
            string agreed = dice.Pick(["Yes, ", "You are right, ", "Yes, that is right: "]) + claimed.Statement;
            yield return (AnswerFault.GaveIn, Dressed($"{agreed} [{drawn.NumberOf(turn.Statements[0].Passage)}].", scene));
        }

        int old = scene.Passages.Index().Where(entry => entry.Item.Outdated).Select(entry => entry.Index + 1).FirstOrDefault();
        if (turn is { Kind: TurnKind.Newest, Wrong: { } before } && old > 0)
        {
            yield return (AnswerFault.OldVersion, Dressed($"{Words.Capital(before.Statement)} [{drawn.NumberOf(old)}].", scene));
        }
    }

    private static string Dressed(string answer, Scene scene) =>
        string.Join(' ', ((string[])[scene.Style.Start, answer, scene.Style.End]).Where(part => part.Length > 0));

    // Another digit for each, or, where there is none, two letters of the longest word the other way round.
    private static string Altered(string value, Dice dice)
    {
        if (value.Any(char.IsAsciiDigit))
        {
            return string.Concat(value.Select(letter =>
                char.IsAsciiDigit(letter) ? (char)('0' + ((letter - '0' + dice.Between(1, 9)) % 10)) : letter));
        }

        string longest = value.Split(' ').MaxBy(word => word.Length)!;
        int at = longest.Length > 3 ? dice.Between(1, longest.Length - 3) : 0;
        string changed = longest.Length > 3
            ? $"{longest[..at]}{longest[at + 1]}{longest[at]}{longest[(at + 2)..]}"
            : longest + longest;
        return value.Replace(longest, changed, StringComparison.Ordinal);
    }

    [GeneratedRegex(@" \[(\d+)\]")]
    private static partial Regex Citation();
}
