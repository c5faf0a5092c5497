using System.Text.RegularExpressions;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>
/// Bounds how deep a page nests before it is parsed: parsing costs the square of the depth, and walking the tree a stack
/// frame a level. Elements whose end tag may be left out close one another and do not count.
/// </summary>
internal static partial class HtmlDepth
{
    private const int Most = 400;

    /// <exception cref="DocumentRefusedException">The page nests too deeply.</exception>
    public static void Check(string html)
    {
        int depth = 0;
        foreach (ValueMatch tag in Tag().EnumerateMatches(html))
        {
            ReadOnlySpan<char> text = html.AsSpan(tag.Index, tag.Length);
            if (text.StartsWith("<!") || text.StartsWith("<s", StringComparison.OrdinalIgnoreCase) && text.EndsWith(">"))
            {
                continue;
            }

            depth = text[1] == '/' ? Math.Max(0, depth - 1) : depth + 1;
            if (depth > Most)
            {
                throw new DocumentRefusedException($"nests more than {Most} elements in one another");
            }
        }
    }

    // Comments, scripts and styles are matched whole, to be passed over; then start and end tags of what counts.
    [GeneratedRegex(
        "<!--.*?(?:-->|$)|<(script|style)\\b.*?</\\1\\s*>|"
        + "</?(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|dt|dd|tr|td|th|thead|tbody|tfoot|option|"
        + "optgroup|colgroup|html|head|body|rt|rp|script|style)\\b)[a-z]",
        RegexOptions.IgnoreCase | RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Tag();
}
