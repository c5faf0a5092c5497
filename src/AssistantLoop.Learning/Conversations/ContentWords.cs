using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.Conversations;

/// <summary>The words that say what a message is about, without those that stand in any message and without plurals.</summary>
internal static partial class ContentWords
{
    private static readonly FrozenSet<string> s_common = """
        a about after all also am an and any are as at be been but by can could did do does for from get give go had has have
        hello hey hi how i if in is it its just know let like many may me more much must my need no not of on one or our out
        please shall she he should so some tell than that the their them then there these they this those to too up us want
        was we well were what when where which who whose why will with would yes you your yours okay ok
        der die das ein eine und oder ist sind ich du sie es wir ihr mein mit von zu auf in im am wie was wann wo warum kann
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    public static HashSet<string> Of(string text) =>
        [.. All(text).Where(word => !s_common.Contains(word)).Select(Singular)];

    /// <summary>All words in lower case, in order.</summary>
    public static IReadOnlyList<string> All(string text) =>
        [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value)];

    private static string Singular(string word) =>
        word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1] : word;

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['’]\p{L}+)?")]
    private static partial Regex Word();
}
