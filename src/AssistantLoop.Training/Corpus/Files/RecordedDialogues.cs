using System.IO.Compression;
using System.Text.Json;
using AssistantLoop.Models;

namespace AssistantLoop.Training.Corpus.Files;

/// <summary>Reads gzipped JSON lines: <c>{"turns": [["user", "…"], ["assistant", "…"]]}</c> and other rows.</summary>
internal static class RecordedDialogues
{
    /// <summary>The dialogues of a file in its order.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, or a line is not of this shape.</exception>
    public static IEnumerable<List<RecordedTurn>> Read(string path) => Rows(path, Turns);

    /// <summary>The turns of a dialogue row.</summary>
    public static List<RecordedTurn> Turns(JsonElement row) => [.. row.GetProperty("turns")
        .EnumerateArray()
        .Select(turn => new RecordedTurn(turn[0].GetString() ?? "", turn[1].GetString() ?? ""))];

    /// <summary>Every line of a file, read by <paramref name="parse"/>.</summary>
    /// <exception cref="ModelFormatException">The file is cut off, not gzip, or a line cannot be parsed.</exception>
    public static IEnumerable<T> Rows<T>(string path, Func<JsonElement, T> parse)
    {
        using FileStream file = File.OpenRead(path);
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        for (int number = 1; Line(path, reader, number) is { } line; number++)
        {
            yield return Parse(path, number, line, parse);
        }
    }

    private static string? Line(string path, StreamReader reader, int number)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (InvalidDataException e)
        {
            throw new ModelFormatException(path, $"Line {number} cannot be read: the file is not whole gzip data.", e);
        }
    }

    private static T Parse<T>(string path, int number, string line, Func<JsonElement, T> parse)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return parse(document.RootElement);
        }
        catch (Exception e) when (
            e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new ModelFormatException(path, $"Line {number} is not a dialogue row.", e);
        }
    }
}
