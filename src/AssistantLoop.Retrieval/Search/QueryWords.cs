using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AssistantLoop.Retrieval.Search;

/// <summary>The words of a question that say what it is about.</summary>
public static partial class QueryWords
{
    private static readonly FrozenSet<string> s_stopWords = """
        a about again am an and any are as at be been but by can could did do does for from get give had has have
        hello hey hi how i if in into is just know like long many may me much my need of on or our please should so
        some tell than thank thanks the their there these to too want was we were what when where which who why will
        with would you your
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    private static readonly FrozenSet<string> s_pronouns =
        new[] { "it", "its", "they", "them", "that", "this", "those", "one", "ones" }.ToFrozenSet();

    /// <summary>The words that are not looked for, in order: part of how the index is searched.</summary>
    internal static string StopWords { get; } = string.Join(' ', s_stopWords.Concat(s_pronouns).Order(StringComparer.Ordinal));

    /// <summary>Lower-cased content words of a text, without repeats, in order.</summary>
    public static IReadOnlyList<string> Of(string text) => [.. Words(text).Where(IsContent).Distinct()];

    private static bool IsContent(string word) => !s_stopWords.Contains(word) && !s_pronouns.Contains(word);

    private static string[] Words(string text) =>
        [.. Word().Matches(text).Select(match => match.Value.ToLowerInvariant())];

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
