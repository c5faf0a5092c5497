using System.Text.RegularExpressions;

namespace AssistantLoop.Learning.Triage;

/// <summary>Tells what an answer says from how it greets and takes leave.</summary>
internal static partial class Courtesy
{
    /// <summary>The sentences that say something, without greeting, closing and citations.</summary>
    public static IReadOnlyList<string> Sentences(string answer)
    {
        string text = Closing().Replace(Greeting().Replace(Citation().Replace(answer, "").Trim(), ""), "");
        return [.. Border().Split(text).Select(sentence => sentence.Trim()).Where(sentence => sentence.Any(char.IsLetterOrDigit))];
    }

    /// <summary>Whether the answer says that it does not know.</summary>
    public static bool Refuses(string answer) => Refusal().IsMatch(answer);

    /// <summary>Whether it denies something.</summary>
    public static bool Denies(string answer) => Denial().IsMatch(answer);

    [GeneratedRegex(@"\s*\[\d{1,3}\]")]
    private static partial Regex Citation();

    [GeneratedRegex(@"^(?:(?:dear|hello|hi|hey|good (?:morning|afternoon|evening))\b[^,.!\n]{0,40}[,.!\n]\s*|(?:happy|glad) to help[^.!\n]{0,20}[.!]\s*|thank(?:s| you)[^.!\n]{0,60}[.!]\s*|(?:of course|sure|great question)[!.,]\s*)+", RegexOptions.IgnoreCase)]
    private static partial Regex Greeting();

    [GeneratedRegex(@"(?:^|(?<=[.!?\n]))\s*(?:warmly|(?:kind|best|warm) (?:regards|wishes)|regards|sincerely|yours[^,\n]*|cheers|all the best)\s*,?\s[^.!?\n]{0,40}[.!]?\s*$|(?:^|(?<=[.!?\n]))\s*(?:let (?:me|us) know|is there anything else|feel free|have a (?:nice|lovely|good))[^.!?\n]*[.!?]?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Closing();

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[\p{Lu}\p{N}])|\n+")]
    private static partial Regex Border();

    [GeneratedRegex(@"\b(?:do(?: not|n'?t|n’t) (?:know|say|mention|have (?:that|this|any|enough) information)|not sure|cannot (?:say|tell|find|answer)|can'?t (?:say|tell|find|answer)|no information|(?:could|did) not find|unable to (?:find|answer))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"\b(?:no|not|never|cannot|none|neither)\b|n['’]t\b", RegexOptions.IgnoreCase)]
    private static partial Regex Denial();
}
