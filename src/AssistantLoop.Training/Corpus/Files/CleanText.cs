using System.Text;

namespace AssistantLoop.Training.Corpus.Files;

/// <summary>Puts recorded texts in order: white space, quotation marks, capitals, a full stop at the end.</summary>
internal static class CleanText
{
    /// <summary>The text on one line, with typographic marks as ASCII.</summary>
    public static string Line(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (char letter in text)
        {
            char plain = letter switch { '’' or '‘' => '\'', '“' or '”' => '"', '–' or '—' => '-', _ => letter };
            if (!char.IsWhiteSpace(plain))
            {
                bool mark = plain is '.' or ',' or '?' or '!' && clean.Length > 1 && clean[^1] == ' ';
                clean.Length -= mark ? 1 : 0;
                clean.Append(plain);
            }
            else if (clean.Length > 0 && clean[^1] != ' ')
            {
                clean.Append(' ');
            }
        }

        return clean.ToString().TrimEnd();
    }

    /// <summary>A line as an assistant should write it: sentences with capitals, "I", and an end mark.</summary>
    public static string Sentences(string text)
    {
        string line = Line(text);
        if (line.Length > 3 && !line.Any(char.IsAsciiLetterLower))
        {
            line = line.ToLowerInvariant();
        }

        var fixedUp = new StringBuilder(line.Length + 1);
        bool start = true;
        for (int i = 0; i < line.Length; i++)
        {
            bool alone = line[i] == 'i'
                && (i == 0 || line[i - 1] == ' ')
                && (i + 1 == line.Length || line[i + 1] is ' ' or '\'');
            fixedUp.Append((start || alone) && char.IsLower(line[i]) ? char.ToUpperInvariant(line[i]) : line[i]);
            start = line[i] switch
            {
                '.' or '?' or '!' => i + 1 < line.Length && line[i + 1] == ' ',
                ' ' or '"' => start,
                _ => false,
            };
        }

        bool open = fixedUp.Length > 0 && char.IsLetterOrDigit(fixedUp[^1]);
        return open ? fixedUp.Append('.').ToString() : fixedUp.ToString();
    }
}
