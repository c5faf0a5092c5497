using System.Text;

namespace AssistantLoop.Learning.DataSets.Texts;

/// <summary>A text as its words: runs of letters and digits in lower case, without what does not make it another text.</summary>
public static class Words
{
    /// <summary>The words in order. An apostrophe parts words; a number with a decimal point is one word.</summary>
    public static List<string> Of(string text)
    {
        List<string> words = [];
        int start = -1;
        for (int at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && IsPart(text, at))
            {
                start = start < 0 ? at : start;
            }
            else if (start >= 0)
            {
                words.Add(text[start..at].ToLowerInvariant());
                start = -1;
            }
        }

        return words;
    }

    /// <summary>The words with one space between.</summary>
    public static string Joined(string text)
    {
        StringBuilder joined = new(text.Length);
        bool inWord = false;
        for (int at = 0; at < text.Length; at++)
        {
            if (IsPart(text, at))
            {
                if (!inWord && joined.Length > 0)
                {
                    joined.Append(' ');
                }

                joined.Append(char.ToLowerInvariant(text[at]));
                inWord = true;
            }
            else
            {
                inWord = false;
            }
        }

        return joined.ToString();
    }

    /// <summary>Shared words over all words, 0 to 1; two empty texts are alike.</summary>
    public static double Overlap(IReadOnlySet<string> left, IReadOnlySet<string> right)
    {
        int shared = left.Count(right.Contains);
        int all = left.Count + right.Count - shared;
        return all == 0 ? 1 : (double)shared / all;
    }

    internal static bool IsPart(string text, int at) => char.IsLetterOrDigit(text[at]) || IsDecimalPoint(text, at);

    private static bool IsDecimalPoint(string text, int at) =>
        text[at] is '.' or ',' && at > 0 && at + 1 < text.Length
        && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]);
}
