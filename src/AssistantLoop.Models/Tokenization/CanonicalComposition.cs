using System.Text;

namespace AssistantLoop.Models.Tokenization;

/// <summary>
/// Unicode normal forms C and D (UAX #15). Written out because .NET leaves text as it is where it runs without ICU, as this
/// product does.
/// </summary>
internal static class CanonicalComposition
{
    private const int FirstSyllable = 0xAC00, FirstLead = 0x1100, FirstVowel = 0x1161, FirstTrail = 0x11A7;
    private const int Leads = 19, Vowels = 21, Trails = 28, Syllables = Leads * Vowels * Trails;

    private static readonly Lazy<CanonicalTables> s_tables = new(CanonicalTables.Load);

    /// <summary>The text with marks composed; the same object where nothing can change.</summary>
    public static string Normalize(string text)
    {
        // Nothing below U+0300 is a combining mark or decomposes to anything but what it is composed of.
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF'))
        {
            return text;
        }

        CanonicalTables tables = s_tables.Value;
        if (!MayChange(tables, text))
        {
            return text;
        }

        List<int> points = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Decompose(tables, rune.Value, points);
        }

        Order(tables, points);
        Compose(tables, points);
        return TextOf(points);
    }

    /// <summary>Unicode normal form D: marks apart from their letters.</summary>
    public static string Decompose(string text)
    {
        // Nothing below U+00C0 is a mark or decomposes.
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u00BF'))
        {
            return text;
        }

        CanonicalTables tables = s_tables.Value;
        List<int> points = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Decompose(tables, rune.Value, points);
        }

        Order(tables, points);
        return TextOf(points);
    }

    /// <summary>UAX #15's quick check: is there a mark, or a character that normal form C may replace?</summary>
    private static bool MayChange(CanonicalTables tables, string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            int point = rune.Value;
            if (point >= 0x300 && (tables.MayChange(point)
                || point is (>= FirstVowel and < FirstVowel + Vowels) or (> FirstTrail and < FirstTrail + Trails)))
            {
                return true;
            }
        }

        return false;
    }

    private static string TextOf(List<int> points)
    {
        StringBuilder text = new(points.Count);
        foreach (int point in points)
        {
            text.Append(new Rune(point).ToString());
        }

        return text.ToString();
    }

    private static void Decompose(CanonicalTables tables, int point, List<int> points)
    {
        int syllable = point - FirstSyllable;
        if (syllable is >= 0 and < Syllables)
        {
            points.Add(FirstLead + (syllable / (Vowels * Trails)));
            points.Add(FirstVowel + (syllable % (Vowels * Trails) / Trails));
            if (syllable % Trails != 0)
            {
                points.Add(FirstTrail + (syllable % Trails));
            }
        }
        else if (tables.Decompositions.TryGetValue(point, out int[]? parts))
        {
            foreach (int part in parts)
            {
                Decompose(tables, part, points);
            }
        }
        else
        {
            points.Add(point);
        }
    }

    /// <summary>Sorts each run of marks by combining class, keeping the order of equals.</summary>
    private static void Order(CanonicalTables tables, List<int> points)
    {
        for (int start = 0; start < points.Count; start++)
        {
            if (tables.ClassOf(points[start]) == 0)
            {
                continue;
            }

            int end = start;
            while (end < points.Count && tables.ClassOf(points[end]) != 0)
            {
                end++;
            }

            int[] sorted = [.. points.GetRange(start, end - start).OrderBy(tables.ClassOf)];
            for (int i = 0; i < sorted.Length; i++)
            {
                points[start + i] = sorted[i];
            }

            start = end;
        }
    }

    private static void Compose(CanonicalTables tables, List<int> points)
    {
        int starter = -1;
        int kept = 0;
        int lastClass = 0;
        foreach (int point in points.ToArray())
        {
            int pointClass = tables.ClassOf(point);
            bool blocked = starter < 0 || (kept - starter > 1 && (lastClass == 0 || lastClass >= pointClass));
            if (!blocked && Pair(tables, points[starter], point) is { } composed)
            {
                points[starter] = composed;
                continue;
            }

            if (pointClass == 0)
            {
                starter = kept;
            }

            lastClass = pointClass;
            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    private static int? Pair(CanonicalTables tables, int first, int second)
    {
        int lead = first - FirstLead;
        int vowel = second - FirstVowel;
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
        {
            return FirstSyllable + (((lead * Vowels) + vowel) * Trails);
        }

        int syllable = first - FirstSyllable;
        int trail = second - FirstTrail;
        if (syllable is >= 0 and < Syllables && syllable % Trails == 0 && trail is > 0 and < Trails)
        {
            return first + trail;
        }

        return tables.Compositions.TryGetValue((first, second), out int composed) ? composed : null;
    }
}
