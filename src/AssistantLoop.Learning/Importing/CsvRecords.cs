using System.Text;

namespace AssistantLoop.Learning.Importing;

/// <summary>
/// Reads CSV after RFC 4180: cells may be quoted, quotes within them are doubled, and a quoted cell may hold separators and
/// line ends. A record that breaks these rules is told, and reading goes on at the line after its first.
/// </summary>
internal static class CsvRecords
{
    /// <summary>The longest record in characters: what an unclosed quote may swallow before it is known as such.</summary>
    private const int Longest = 100_000;

    private static readonly char[] s_separators = [',', ';', '\t'];

    /// <summary>The records; blank lines are skipped. The first line says which of comma, semicolon and tab separates.</summary>
    public static IEnumerable<CsvRecord> Read(TextReader reader)
    {
        using IEnumerator<NumberedLine> source = BoundedLines.Read(reader).GetEnumerator();
        // Lines read ahead in search of a quote's end, to be read again.
        LinkedList<NumberedLine> ahead = new();
        char? separator = null;
        while (Next() is { } line)
        {
            if (line.Text is null)
            {
                yield return new(line.Number, [], TextProblem.TooLong);
            }
            else if (!string.IsNullOrWhiteSpace(line.Text))
            {
                yield return Record(line.Number, line.Text, separator ??= SeparatorOf(line.Text));
            }
        }

        NumberedLine? Next()
        {
            if (ahead.First is { } first)
            {
                ahead.RemoveFirst();
                return first.Value;
            }

            return source.MoveNext() ? source.Current : null;
        }

        CsvRecord Record(int number, string first, char between)
        {
            StringBuilder text = new(first);
            List<NumberedLine> taken = [];
            int quotes = first.Count(c => c == '"');
            while (quotes % 2 != 0 && text.Length < Longest && Next() is { } line)
            {
                taken.Add(line);
                if (line.Text is null)
                {
                    break;
                }

                text.Append('\n').Append(line.Text);
                quotes += line.Text.Count(c => c == '"');
            }

            string? problem = quotes % 2 != 0 ? "a quote is opened and not closed" : null;
            IReadOnlyList<string> cells = problem is null ? Cells(text.ToString(), between, out problem) : [];
            if (problem is not null)
            {
                for (int i = taken.Count - 1; i >= 0; i--)
                {
                    ahead.AddFirst(taken[i]);
                }
            }

            return new(number, problem is null ? cells : [], problem);
        }
    }

    private static List<string> Cells(string text, char separator, out string? problem)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        problem = null;
        int at = 0;
        while (true)
        {
            cell.Clear();
            if (at < text.Length && text[at] == '"')
            {
                at = Quoted(text, at + 1, cell);
                if (at < text.Length && text[at] != separator)
                {
                    problem = "text follows a cell's closing quote";
                    return cells;
                }
            }
            else
            {
                int end = text.IndexOf(separator, at);
                cell.Append(text, at, (end < 0 ? text.Length : end) - at);
                at = end < 0 ? text.Length : end;
                if (cell.ToString().Contains('"', StringComparison.Ordinal))
                {
                    problem = "a quote stands within a cell that is not quoted";
                    return cells;
                }
            }

            cells.Add(cell.ToString());
            if (at >= text.Length)
            {
                return cells;
            }

            at++;
        }
    }

    /// <returns>The place after the closing quote, which is there since quotes are even in number.</returns>
    private static int Quoted(string text, int at, StringBuilder cell)
    {
        while (at < text.Length)
        {
            if (text[at] != '"')
            {
                cell.Append(text[at++]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append('"');
                at += 2;
            }
            else
            {
                return at + 1;
            }
        }

        return at;
    }

    private static char SeparatorOf(string header)
    {
        bool quoted = false;
        int[] counts = new int[s_separators.Length];
        foreach (char c in header)
        {
            quoted ^= c == '"';
            if (!quoted && Array.IndexOf(s_separators, c) is >= 0 and int found)
            {
                counts[found]++;
            }
        }

        return s_separators[Array.IndexOf(counts, counts.Max())];
    }
}
