using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>The end of a system message, its passages, as <c>prompts/answer.yaml</c> renders them.</summary>
internal static partial class PassageLines
{
    /// <summary>What stands there where no passage does.</summary>
    public const string None = "\nNo documents match.";

    /// <summary>A line for each passage, numbered from 1, each after a line's end; <see cref="None"/> without any.</summary>
    public static string Of(IEnumerable<(string Title, string Text)> passages)
    {
        StringBuilder lines = new();
        int number = 0;
        foreach ((string title, string text) in passages)
        {
            lines.Append(CultureInfo.InvariantCulture, $"\n[{++number}] {title}: {text}");
        }

        return number > 0 ? lines.ToString() : None;
    }

    /// <summary>The passages that a system message shows.</summary>
    public static IEnumerable<(string Title, string Text)> Read(string system) =>
        Line().Matches(system).Select(line => (line.Groups["title"].Value, line.Groups["text"].Value));

    [GeneratedRegex(@"^\[\d+\] (?<title>[^:\n]+): (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
