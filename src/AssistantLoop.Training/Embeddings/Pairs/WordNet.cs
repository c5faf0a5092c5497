using System.Globalization;
using AssistantLoop.Models;

namespace AssistantLoop.Training.Embeddings.Pairs;

/// <summary>A meaning and the words that have it.</summary>
/// <param name="Key">Part of speech and offset, such as "n02958343".</param>
/// <param name="Words">The words and phrases, with spaces.</param>
/// <param name="Definition">What it means.</param>
/// <param name="Examples">Sentences that use one of the words.</param>
/// <param name="Broader">Key of the meaning that this one is a kind of, where there is one.</param>
internal sealed record Synset(
    string Key, IReadOnlyList<string> Words, string Definition, IReadOnlyList<string> Examples, string? Broader);

/// <summary>
/// WordNet's database files (its wndb(5WN) page describes them): index.* list each word's meanings, the most frequent
/// first, data.* the meanings.
/// </summary>
internal sealed class WordNet
{
    private static readonly (string Name, char Letter)[] s_parts =
        [("noun", 'n'), ("verb", 'v'), ("adj", 'a'), ("adv", 'r')];

    private readonly Dictionary<string, (int Order, bool Attested)> _senses = [];

    private WordNet()
    {
    }

    /// <summary>All meanings by key.</summary>
    public Dictionary<string, Synset> Synsets { get; } = [];

    /// <summary>The word's meaning that texts use most, of any part of speech; by word.</summary>
    public Dictionary<string, (string Key, int Uses)> FirstSenses { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a folder of database files.</summary>
    /// <exception cref="ModelFormatException">A file is missing, or a line is not what the format says.</exception>
    public static WordNet Read(string folder)
    {
        WordNet net = new();
        foreach ((string name, char letter) in s_parts)
        {
            Lines(Path.Combine(folder, $"index.{name}"), line => net.AddIndex(line, letter));
            Lines(Path.Combine(folder, $"data.{name}"), line => net.AddSynset(line, letter));
        }

        return net;
    }

    /// <summary>How usual a meaning is for a word: its place among the word's meanings from 0 on, and whether texts that
    /// people annotated use it.</summary>
    public (int Order, bool Attested) SenseOf(string word, string key) =>
        _senses.TryGetValue(SenseName(word, key), out var sense) ? sense : (int.MaxValue, false);

    private static void Lines(string path, Action<string> read)
    {
        try
        {
            // Lines that begin with spaces are the licence.
            foreach (string line in File.ReadLines(path).Where(line => !line.StartsWith("  ", StringComparison.Ordinal)))
            {
                read(line);
            }
        }
        catch (IOException error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(
                path, "the file is missing; give the folder of WordNet's index.* and data.* files.", error);
        }
        catch (Exception error) when (error is FormatException or IndexOutOfRangeException or ArgumentException)
        {
            throw new ModelFormatException(path, "a line is not what WordNet's format says.", error);
        }
    }

    // lemma pos synsets pointers [pointer…] senses attested offset…
    private void AddIndex(string line, char letter)
    {
        string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string word = fields[0].Replace('_', ' ');
        int pointers = int.Parse(fields[3], CultureInfo.InvariantCulture);
        int attested = int.Parse(fields[5 + pointers], CultureInfo.InvariantCulture);
        string[] offsets = fields[(6 + pointers)..];
        for (int order = 0; order < offsets.Length; order++)
        {
            _senses[SenseName(word, letter + offsets[order])] = (order, order < attested);
        }

        if (!FirstSenses.TryGetValue(word, out (string, int Uses) known) || attested > known.Uses)
        {
            FirstSenses[word] = (letter + offsets[0], attested);
        }
    }

    // offset file type words(hex) [word id]… pointers [symbol offset part source]… … | definition; "example"…
    private void AddSynset(string line, char letter)
    {
        int bar = line.IndexOf('|', StringComparison.Ordinal);
        string[] fields = line[..bar].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int count = int.Parse(fields[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        string[] words = [.. Enumerable.Range(0, count).Select(at => WordOf(fields[4 + (2 * at)])).Distinct()];
        int at = 5 + (2 * count);
        int pointers = int.Parse(fields[at - 1], CultureInfo.InvariantCulture);
        string? broader = null;
        for (int pointer = 0; pointer < pointers && broader is null; pointer++, at += 4)
        {
            if (fields[at] == "@") broader = fields[at + 2] + fields[at + 1];
        }

        string[] gloss = line[(bar + 1)..].Split('"');
        string[] examples = [.. gloss.Where((_, part) => part % 2 == 1).Select(text => text.Trim())];
        string key = letter + fields[0];
        Synsets.Add(key, new Synset(key, words, gloss[0].Trim(' ', ';'), examples, broader));
    }

    // An adjective may carry where it stands: "galore(ip)".
    private static string WordOf(string field)
    {
        int mark = field.IndexOf('(', StringComparison.Ordinal);
        return (mark < 0 ? field : field[..mark]).Replace('_', ' ');
    }

    private static string SenseName(string word, string key) => $"{word.ToLowerInvariant()}/{key}";
}
