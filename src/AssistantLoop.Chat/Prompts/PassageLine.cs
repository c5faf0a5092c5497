using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AssistantLoop.Chat.Prompts;

/// <summary>
/// Makes a document's text one line of data for the prompt. Each passage stands on a line of its own after its number, so
/// what ends a line, opens a turn or gives a number of its own is taken out or broken up; the words stay.
/// </summary>
public static partial class PassageLine
{
    /// <summary>The text as it may stand in a prompt.</summary>
    public static string Of(string text)
    {
        string line = Visible(text);
        line = CitationMark().Replace(line, "($1)");
        line = BracketToken().Replace(line, "($1)");
        line = TagStart().Replace(line, "$0 ");
        line = TagEnd().Replace(line, " $0");
        line = LinkTarget().Replace(line, "] ");
        line = Heading().Replace(line, "#");
        return Blanks().Replace(line, " ").Trim();
    }

    /// <summary>Drops what is not seen and yet read: zero-width, bidirectional and tag characters, and fillers.</summary>
    private static string Visible(string text)
    {
        StringBuilder visible = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                visible.Append(' ');
            }
            else if (category is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
                && !IsFiller(rune.Value))
            {
                visible.Append(rune);
            }
        }

        return visible.ToString();
    }

    /// <summary>Fillers of Hangul and Braille, and selectors of variants, which can carry text of their own.</summary>
    private static bool IsFiller(int rune) =>
        rune is 0x034f or 0x115f or 0x1160 or 0x17b4 or 0x17b5 or 0x2800 or 0x3164 or 0xffa0
            or (>= 0x180b and <= 0x180f) or (>= 0xfe00 and <= 0xfe0f) or (>= 0xe0100 and <= 0xe01ef);

    // Any script's digits and the wide brackets too: a model may well read them as a mark.
    [GeneratedRegex(@"[\[［【〔]\s*(\p{Nd}{1,3}(?:\s*[,;]\s*\p{Nd}{1,3})*)\s*[\]］】〕]")]
    private static partial Regex CitationMark();

    // [INST], [/INST], [SYSTEM_PROMPT], [TOOL_CALLS]
    [GeneratedRegex(@"\[\s*(/?[A-Z][A-Z_]+)\s*\]")]
    private static partial Regex BracketToken();

    // <|im_start|>, <start_of_turn>, </s>, <<SYS>>, and HTML; "< 5" and "<5" stay.
    [GeneratedRegex(@"[<＜](?=[\p{L}/!?|｜<＜\[_])")]
    private static partial Regex TagStart();

    [GeneratedRegex(@"(?<=[|｜>＞])[>＞]")]
    private static partial Regex TagEnd();

    // [text](address), [text][name] and [name]: address
    [GeneratedRegex(@"\](?=[(\[:])")]
    private static partial Regex LinkTarget();

    // "### Instruction:" opens a turn in some templates.
    [GeneratedRegex(@"#{2,}")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\s{2,}|[^\S ]")]
    private static partial Regex Blanks();
}
