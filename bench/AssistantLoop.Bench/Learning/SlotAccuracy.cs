using System.Text.RegularExpressions;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Bench.Learning;

/// <summary>
/// Exact-slot accuracy: the share of the slots of the recorded answers that the model's answers state exactly, over all
/// slots of all answers. A slot is a value that the recorded answer states and that stands before it:
/// <list type="bullet">
/// <item>in the knowledge base's results, the whole value of a field, but for yes and no;</item>
/// <item>in what was said, a word with a digit (numbers, times, ids) or with a capital that begins no sentence (names,
/// days, places).</item>
/// </list>
/// An answer states a value where it holds it as whole words, whatever their capitals; citations do not count, and of
/// values within each other the longest alone is a slot. So a slot says that the value is there, not that the sentence
/// about it is true.
/// </summary>
internal static partial class SlotAccuracy
{
    private const int LongestValue = 60;

    /// <summary>The slots of a recorded answer after its prompt, each once, the longest first.</summary>
    public static IReadOnlyList<string> Slots(string gold, IReadOnlyList<SampleMessage> context)
    {
        string rest = WithoutCitations(gold);
        List<string> slots = [];
        foreach (string value in context.SelectMany(Values).Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(value => value.Length).ThenBy(value => value, StringComparer.Ordinal))
        {
            string without = Stating(value).Replace(rest, "\n");
            if (without != rest) slots.Add(value);
            rest = without;
        }

        return slots;
    }

    /// <summary>How many of the recorded answer's slots an answer states, and how many there are.</summary>
    public static (int Stated, int All) Of(string gold, IReadOnlyList<SampleMessage> context, string answer)
    {
        string text = WithoutCitations(answer);
        IReadOnlyList<string> slots = Slots(gold, context);
        return (slots.Count(slot => Stating(slot).IsMatch(text)), slots.Count);
    }

    private static IEnumerable<string> Values(SampleMessage message) => message.Role == SampleMessage.System
        ? message.Content.Split('\n').Skip(1).SelectMany(FieldValues)
        : Said(WithoutCitations(message.Content));

    // "[1] Knowledge base: City: Chicago; Day: Friday." A result of one message has no fields.
    private static IEnumerable<string> FieldValues(string passage)
    {
        string text = WithoutCitations(passage).Trim().Replace("Knowledge base: ", "", StringComparison.Ordinal);
        return text.Contains(": ", StringComparison.Ordinal)
            ? text.TrimEnd('.').Split("; ").Select(field => field.Split(": ", 2)[^1])
                .Where(value => value is not ("" or "yes" or "no") && value.Length <= LongestValue)
            : Said(text);
    }

    private static IEnumerable<string> Said(string text)
    {
        bool begins = true;
        foreach (Match word in Word().Matches(text))
        {
            bool name = !begins && word.Length > 1 && char.IsUpper(word.Value[0])
                && !word.Value.StartsWith("I'", StringComparison.Ordinal);
            if (name || word.Value.Any(char.IsDigit)) yield return word.Value;
            int after = word.Index + word.Length;
            begins = after < text.Length && text[after] is '.' or '?' or '!'
                && word.Value is not ("Dr" or "Mr" or "Ms" or "Mrs");
        }
    }

    private static string WithoutCitations(string text) => Citation().Replace(text, "");

    // "5" is neither in "15" nor in "-5", "5th", "2.5" or "5:30".
    private static Regex Stating(string value) => new(
        $@"(?<![\p{{L}}\p{{N}}-]|\p{{N}}[.,:]){Regex.Escape(value)}(?![\p{{L}}\p{{N}}]|[.,:]\p{{N}})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    [GeneratedRegex(@"[\p{L}\p{N}](?:[\p{L}\p{N}.,:'/-]*[\p{L}\p{N}])?")]
    private static partial Regex Word();

    [GeneratedRegex(@"\s*\[\d+\]")]
    private static partial Regex Citation();
}
