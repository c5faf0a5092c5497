using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AssistantLoop.Retrieval.Search;

/// <summary>
/// A question put so that it can be searched alone. One that leans on the conversation ("how much does it cost?" after
/// "the blue one") takes along what was spoken of: the visitor's messages before it, back to the one that stands alone,
/// and the names in the assistant's last answer.
/// </summary>
/// <param name="Text">The question with what it leans on, as one text.</param>
/// <param name="Own">The content words of the question itself.</param>
/// <param name="Carried">The content words that it takes along.</param>
public sealed partial record StandaloneQuestion(string Text, IReadOnlyList<string> Own, IReadOnlyList<string> Carried)
{
    /// <summary>How many messages back a question may lean.</summary>
    public const int MostBack = 4;

    private static readonly FrozenSet<string> s_leaning = """
        it its they them their theirs that this those these one ones he she him her his hers same other others another both
        either neither there then
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    /// <summary>All words to look for, the question's own first.</summary>
    public IReadOnlyList<string> Words => [.. Own, .. Carried];

    /// <summary>The question with the visitor's messages that it leans on, oldest first, each on a line of its own.</summary>
    public string Asked { get; private init; } = Text;

    /// <summary>Puts a message so that it stands alone.</summary>
    public static StandaloneQuestion Of(SearchRequest request)
    {
        string question = request.Question.Trim();
        IReadOnlyList<string> own = QueryWords.Of(question);
        if (!Leans(question, own))
        {
            return new(question, own, []);
        }

        List<string> taken = [];
        foreach (string message in request.Earlier.Reverse().Take(MostBack))
        {
            taken.Insert(0, message.Trim());
            if (!Leans(message, QueryWords.Of(message)))
            {
                break;
            }
        }

        string[] names = request.LastAnswer is { } answer && request.Earlier.Count > 0 ? [.. Names(answer)] : [];
        string[] carried =
            [.. taken.SelectMany(QueryWords.Of).Concat(names.SelectMany(QueryWords.Of)).Distinct().Except(own)];
        return new(string.Join(' ', [.. taken, .. names, question]), own, carried)
        {
            Asked = string.Join('\n', [.. taken, question]),
        };
    }

    /// <summary>Whether a message cannot be understood without the one before.</summary>
    private static bool Leans(string message, IReadOnlyList<string> content) =>
        content.Count < 2 || Opening().IsMatch(message)
        || Word().Matches(message).Any(word => s_leaning.Contains(word.Value.ToLowerInvariant()));

    // A capital letter in the middle of a sentence: "We have the Heron watering can".
    private static IEnumerable<string> Names(string answer) =>
        Name().Matches(answer).Select(match => match.Value).Where(name => name != "I").Distinct().Take(6);

    [GeneratedRegex(@"^\s*(?:and|or|but|what about|how about|what if|also|ok(?:ay)?,? (?:and|but))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Opening();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<=[\p{L}\p{N},;:] )\p{Lu}[\p{L}\p{N}'’-]+")]
    private static partial Regex Name();
}
