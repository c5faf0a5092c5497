using System.Globalization;
using System.Text.RegularExpressions;
using AssistantLoop.Chat.Content;

namespace AssistantLoop.Chat.Styles;

/// <summary>How an answer must be written; what is null or empty asks nothing. Suites and turns check by it alike.</summary>
public sealed partial record StyleCheck(string? StartsWith, string? EndsWith)
{
    /// <summary>Phrases that each answer holds, wherever it does; each is a check of its own.</summary>
    public IReadOnlyList<string> Holds { get; init; } = [];

    /// <summary>Words that the house does not use.</summary>
    public IReadOnlyList<string> Avoid { get; init; } = [];

    /// <summary>The most words an answer may have.</summary>
    public int? MaxWords { get; init; }

    /// <summary>The most sentences.</summary>
    public int? MaxSentences { get; init; }

    /// <summary>Whether an exclamation mark is a fault.</summary>
    public bool NoExclamationMarks { get; init; }

    /// <summary>Whether an English contraction is a fault.</summary>
    public bool NoContractions { get; init; }

    /// <summary>How many checks there are.</summary>
    public int Count => Holds.Count + (StartsWith is null ? 0 : 1) + (EndsWith is null ? 0 : 1) + (Avoid.Count == 0 ? 0 : 1)
        + (MaxWords is null ? 0 : 1) + (MaxSentences is null ? 0 : 1) + (NoExclamationMarks ? 1 : 0) + (NoContractions ? 1 : 0);

    /// <summary>The checks that an answer does not meet, one violation each.</summary>
    public IReadOnlyList<Violation> Of(string answer)
    {
        List<Violation> found = [];
        void Add(bool met, string rule, string detail)
        {
            if (!met)
            {
                found.Add(new("style", rule, detail));
            }
        }

        Add(StartsWith is null || answer.StartsWith(StartsWith, StringComparison.Ordinal), "starts_with", $"It does not start with “{StartsWith}”.");
        Add(EndsWith is null || answer.EndsWith(EndsWith, StringComparison.Ordinal), "ends_with", $"It does not end with “{EndsWith}”.");
        foreach (string phrase in Holds)
        {
            Add(answer.Contains(phrase, StringComparison.Ordinal), "holds", $"It lacks “{phrase}”.");
        }

        string plain = Plain(answer);
        string[] said = [.. Avoid.Where(word => Phrases.Holds(plain, Plain(word)))];
        Add(said.Length == 0, "forbidden", $"It says {string.Join(", ", said.Select(word => $"“{word}”"))}.");
        int words = MaxWords is null ? 0 : Word().Count(answer);
        Add(MaxWords is null || words <= MaxWords, "max_words", string.Create(CultureInfo.InvariantCulture, $"It has {words} words; {MaxWords} is the most."));
        int sentences = MaxSentences is null ? 0 : Sentence().Count(answer);
        Add(MaxSentences is null || sentences <= MaxSentences, "max_sentences", string.Create(CultureInfo.InvariantCulture, $"It has {sentences} sentences; {MaxSentences} is the most."));
        Add(!NoExclamationMarks || answer.AsSpan().IndexOfAny('!', '！') < 0, "exclamation_marks", "It has an exclamation mark.");
        Match shortened = NoContractions ? Contraction().Match(answer) : Match.Empty;
        Add(!shortened.Success, "contractions", $"It says “{shortened.Value}”.");
        return found;
    }

    private static string Plain(string text) => Spaces().Replace(text, " ").Trim().Replace('’', '\'');

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:[.,'’@\-][\p{L}\p{N}]+)*")]
    private static partial Regex Word();

    // "'s" is a contraction only after words that own nothing: "it's", but not "Finch's book".
    [GeneratedRegex(@"\b(?:\p{L}+n['’]t|\p{L}+['’](?:ll|re|ve|m|d)|(?:it|that|there|here|what|who|where|when|how|let|he|she)['’]s)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Contraction();

    // A run that ends in a mark before a blank or the end, or the rest without one.
    [GeneratedRegex(@"\S.*?(?:[.!?。！？](?:\s*\[[0-9]{1,3}\])*[""”’)]*(?=\s|$)|\n|$)", RegexOptions.Singleline)]
    private static partial Regex Sentence();
}
