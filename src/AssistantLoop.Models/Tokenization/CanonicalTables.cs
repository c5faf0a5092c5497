using System.Globalization;

namespace AssistantLoop.Models.Tokenization;

/// <summary>The part of the Unicode Character Database that normal form C needs, from canonical.txt.</summary>
internal sealed class CanonicalTables
{
    private readonly Dictionary<int, byte> _classes = [];
    private readonly HashSet<int> _changing = [];

    /// <summary>One step of decomposition; parts may decompose further.</summary>
    public Dictionary<int, int[]> Decompositions { get; } = [];

    public Dictionary<(int First, int Second), int> Compositions { get; } = [];

    public int ClassOf(int point) => _classes.TryGetValue(point, out byte value) ? value : 0;

    /// <summary>Whether this is a mark, the end of a composition, or never stands in normal form C.</summary>
    public bool MayChange(int point) => _changing.Contains(point);

    public static CanonicalTables Load()
    {
        CanonicalTables tables = new();
        using Stream stream = typeof(CanonicalTables).Assembly.GetManifestResourceStream("canonical.txt")
            ?? throw new InvalidOperationException("The resource canonical.txt is missing from the assembly.");
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] != '#')
            {
                tables.Add(line.Split(' '));
            }
        }

        return tables;
    }

    private void Add(string[] fields)
    {
        int first = Hex(fields[1]);
        if (fields[0] == "K")
        {
            byte value = byte.Parse(fields[3], CultureInfo.InvariantCulture);
            for (int point = first; point <= Hex(fields[2]); point++)
            {
                _classes[point] = value;
                _changing.Add(point);
            }

            return;
        }

        int[] parts = [.. fields.Skip(2).Select(Hex)];
        Decompositions[first] = parts;
        if (fields[0] == "C")
        {
            Compositions[(parts[0], parts[1])] = first;
            _changing.Add(parts[1]);
        }
        else
        {
            _changing.Add(first);
        }
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
