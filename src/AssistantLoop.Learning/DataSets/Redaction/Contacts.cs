using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.DataSets.Redaction;

/// <summary>Links, e-mail addresses and phone numbers in a text, in a form that compares.</summary>
public static partial class Contacts
{
    /// <summary>Hosts of links and e-mail addresses in lower case without "www.", and the digits of phone numbers.</summary>
    public static IEnumerable<string> In(string text)
    {
        if (text.Contains('.', StringComparison.Ordinal))
        {
            foreach (Match match in Host().Matches(text))
            {
                string host = match.Groups["host"].Value.ToLowerInvariant();
                yield return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
            }
        }

        if (text.AsSpan().IndexOfAnyInRange('0', '9') >= 0)
        {
            foreach (Match match in PersonalData.Phone().Matches(text))
            {
                string digits = Digits(match.Value);
                if (digits.Length >= 7)
                {
                    yield return digits;
                }
            }
        }
    }

    /// <summary>The digits of a text alone.</summary>
    public static string Digits(string text) => new([.. text.Where(char.IsAsciiDigit)]);

    [GeneratedRegex(@"(?:https?://(?:[^\s/@]+@)?|@|(?<![\p{L}\d@.-]))(?<host>(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+(?:com|net|org|info|biz|io|shop|store|online|site|xyz|top|club|live|app|dev|link|click|me|co|cc|tv|ly|gg|ru|cn|su|de|at|ch|fr|be|es|it|nl|pt|pl|uk|ie|dk|se|no|fi|eu|us|in|example|test|invalid))(?![\p{L}\d-])|(?<=https?://)(?<host>[^\s/:]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Host();
}
