using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.Experiments;

/// <summary>Tells answers that say nothing but that there is no answer.</summary>
public static partial class FallbackAnswer
{
    /// <summary>Whether an answer says that the documents do not say, or that it does not know.</summary>
    public static bool Is(string answer) => Phrase().IsMatch(answer);

    [GeneratedRegex(
        @"\b(documents?|sources?|information|passages?)\b[^.!?\n]{0,30}\b(do|does) ?n['o’]t (say|mention|cover|contain|tell|include)\b"
        + @"|\b(I|we) (do not|don['’]t|cannot|can['’]t|could not|couldn['’]t) (know|find|answer)\b"
        + @"|\bno (documents|passages|information) (match|found|available)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Phrase();
}
