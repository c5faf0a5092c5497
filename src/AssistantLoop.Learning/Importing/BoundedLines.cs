using System.Text;

namespace AssistantLoop.Learning.Importing;

/// <summary>Reads lines without ever holding more of one than may be used, whatever the file holds.</summary>
internal static class BoundedLines
{
    /// <summary>The longest line that is read, in characters.</summary>
    public const int Longest = 1 << 20;

    /// <summary>The lines of a text; each end may be LF or CR LF.</summary>
    public static IEnumerable<NumberedLine> Read(TextReader reader, int longest = Longest)
    {
        char[] buffer = new char[1 << 14];
        StringBuilder line = new();
        int number = 1;
        bool tooLong = false, any = false;
        int read;
        while ((read = reader.Read(buffer, 0, buffer.Length)) > 0)
        {
            int from = 0;
            while (from < read)
            {
                int end = Array.IndexOf(buffer, '\n', from, read - from);
                int upTo = end < 0 ? read : end;
                any = true;
                tooLong |= line.Length + upTo - from > longest;
                if (!tooLong)
                {
                    line.Append(buffer, from, upTo - from);
                }

                from = upTo + 1;
                if (end >= 0)
                {
                    yield return Take();
                }
            }
        }

        if (any)
        {
            yield return Take();
        }

        NumberedLine Take()
        {
            if (!tooLong && line.Length > 0 && line[^1] == '\r')
            {
                line.Length--;
            }

            NumberedLine taken = new(number++, tooLong ? null : line.ToString());
            line.Clear();
            (tooLong, any) = (false, false);
            return taken;
        }
    }
}
