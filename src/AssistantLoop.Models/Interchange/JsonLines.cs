using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssistantLoop.Models.Files;

namespace AssistantLoop.Models.Interchange;

/// <summary>JSON lines in UTF-8: one object a line, blank lines skipped.</summary>
internal static class JsonLines
{
    // The files are read by people and training tools, never pasted into HTML.
    private static readonly JsonWriterOptions s_readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    public static IReadOnlyList<T> Read<T>(string path, Func<JsonLine, T> parse)
    {
        List<T> rows = [];
        int number = 0;
        try
        {
            foreach (string line in File.ReadLines(path, s_strict))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                {
                    rows.Add(ParseLine(path, number, line, parse));
                }
            }
        }
        catch (IOException error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(path, "the file is missing.", error);
        }
        catch (DecoderFallbackException error)
        {
            throw new ModelFormatException(path, $"after line {number}: not valid UTF-8.", error);
        }

        return rows;
    }

    public static void Write<T>(string path, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write) =>
        WholeFile.Write(path, stream =>
        {
            foreach (T row in rows)
            {
                using (Utf8JsonWriter json = new(stream, s_readable))
                {
                    json.WriteStartObject();
                    write(json, row);
                    json.WriteEndObject();
                }

                stream.WriteByte((byte)'\n');
            }
        });

    public static void WriteMessages(Utf8JsonWriter json, string name, IEnumerable<SampleMessage> messages)
    {
        json.WriteStartArray(name);
        foreach (SampleMessage message in messages)
        {
            json.WriteStartObject();
            json.WriteString("role", message.Role);
            json.WriteString("content", message.Content);
            if (message.Weight is int weight)
            {
                json.WriteNumber("weight", weight);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads one line; without a number, faults name none.</summary>
    public static T ParseLine<T>(string path, int? number, string line, Func<JsonLine, T> parse)
    {
        string where = number is null ? "" : $"line {number}: ";
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return parse(new JsonLine(path, number, document.RootElement));
        }
        catch (JsonException error)
        {
            throw new ModelFormatException(path, $"{where}not valid JSON: {error.Message}", error);
        }
        catch (InvalidOperationException error)
        {
            // System.Text.Json's answer to half a surrogate pair in a text.
            throw new ModelFormatException(path, $"{where}a text is not valid Unicode.", error);
        }
    }
}
