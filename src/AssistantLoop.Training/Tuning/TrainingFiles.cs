using System.Text.Json;
using AssistantLoop.Models;
using AssistantLoop.Models.Interchange;

namespace AssistantLoop.Training.Tuning;

/// <summary>
/// Training data in JSON lines: chat samples (OpenAI), preference pairs (OpenAI or TRL) and rated answers (TRL). A file
/// holds one kind, told from its first line.
/// </summary>
public static class TrainingFiles
{
    /// <summary>Reads files and puts together what they hold.</summary>
    /// <exception cref="ModelFormatException">A file is missing or a line is not of its kind; the message names both.
    /// </exception>
    public static TrainingSet Read(IEnumerable<string> paths)
    {
        TrainingSet all = TrainingSet.Empty;
        foreach (string path in paths)
        {
            HashSet<string> fields = FieldsOf(path);
            all = fields switch
            {
                _ when fields.Contains("messages") => all with { Samples = [.. all.Samples, .. ChatSampleFile.Read(path)] },
                _ when fields.Contains("input") || fields.Contains("chosen") =>
                    all with { Pairs = [.. all.Pairs, .. PreferenceFile.Read(path)] },
                _ when fields.Contains("completion") => all with { Ratings = [.. all.Ratings, .. UnpairedFile.Read(path)] },
                _ => throw new ModelFormatException(path, "line 1 is of no known kind: chat samples have \"messages\", "
                    + "pairs \"input\" or \"chosen\", rated answers \"completion\"."),
            };
        }

        return all;
    }

    /// <summary>
    /// Every sixth example of each kind kept apart, to measure the loss on; ratings of one prompt stay together, so that
    /// no prompt stands on both sides.
    /// </summary>
    public static (TrainingSet Train, TrainingSet HeldOut) Split(TrainingSet set)
    {
        (IReadOnlyList<ChatSample> samples, IReadOnlyList<ChatSample> heldSamples) =
            Split(set.Samples, sample => Key(sample.Messages.SkipLast(1)));
        (IReadOnlyList<PreferencePair> pairs, IReadOnlyList<PreferencePair> heldPairs) =
            Split(set.Pairs, pair => Key(pair.Prompt));
        (IReadOnlyList<UnpairedSample> ratings, IReadOnlyList<UnpairedSample> heldRatings) =
            Split(set.Ratings, rating => Key(rating.Prompt));
        return (
            new TrainingSet { Samples = samples, Pairs = pairs, Ratings = ratings },
            new TrainingSet { Samples = heldSamples, Pairs = heldPairs, Ratings = heldRatings });
    }

    private static (IReadOnlyList<T> Train, IReadOnlyList<T> HeldOut) Split<T>(
        IReadOnlyList<T> items, Func<T, string> prompt)
    {
        const int OneIn = 6;
        var groups = items.GroupBy(prompt).ToList();
        return (
            [.. groups.Where((_, i) => i % OneIn != OneIn - 1).SelectMany(group => group)],
            [.. groups.Where((_, i) => i % OneIn == OneIn - 1).SelectMany(group => group)]);
    }

    private static string Key(IEnumerable<SampleMessage> prompt) =>
        string.Join('\n', prompt.Select(message => $"{message.Role}: {message.Content}"));

    private static HashSet<string> FieldsOf(string path)
    {
        try
        {
            string? first = File.ReadLines(path).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line));
            if (first is null) throw new ModelFormatException(path, "the file is empty.");
            using JsonDocument document = JsonDocument.Parse(first);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? [.. document.RootElement.EnumerateObject().Select(field => field.Name)]
                : [];
        }
        catch (JsonException error)
        {
            throw new ModelFormatException(path, $"line 1: not valid JSON: {error.Message}", error);
        }
        catch (IOException error)
        {
            throw new ModelFormatException(path, $"the file cannot be read: {error.Message}", error);
        }
    }
}
