using System.Text.RegularExpressions;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Learning.Experiments;

/// <summary>
/// Tells answers that say nothing but that there is no answer: by the refusal phrases of the business's suite, or, where it
/// has none, by a pattern of English ones.
/// </summary>
/// <param name="suite">The business's suite, or null.</param>
public sealed partial class FallbackAnswer(Suite? suite)
{
    /// <summary>By the English pattern.</summary>
    public static FallbackAnswer English { get; } = new(null);

    /// <summary>Whether an answer says that the documents do not say, or that it does not know.</summary>
    public bool Is(string answer) =>
        suite is { RefusalPhrases.Count: > 0 } ? suite.IsRefusal(answer) : Phrase().IsMatch(answer);

    [GeneratedRegex(
        @"\b(documents?|sources?|information|passages?)\b[^.!?\n]{0,30}\b(do|does) ?n['o’]t (say|mention|cover|contain|tell|include)\b"
        + @"|\b(I|we) (do not|don['’]t|cannot|can['’]t|could not|couldn['’]t) (know|find|answer)\b"
        + @"|\bno (documents|passages|information) (match|found|available)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Phrase();
}
