using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Bench.Pipeline;

/// <summary>Feedback with nothing planted in it, from files.</summary>
internal static partial class OrdinaryFeedback
{
    /// <summary>The sample business's corrections, each with all of its documents as the passages.</summary>
    public static List<Sample> OfSampleBusiness()
    {
        string documents = string.Join('\n', Directory.GetFiles("samples/alder-finch/documents").Order(StringComparer.Ordinal).Select(File.ReadAllText));
        MatchCollection rows = Row().Matches(File.ReadAllText("samples/alder-finch/corrections.yaml"));
        return [.. rows.Select((row, at) => Make(at, [new("system", documents), new("user", row.Groups["q"].Value)], row.Groups["a"].Value))];
    }

    /// <summary>Each answer of recorded dialogues, with the turns before it as the prompt and no passages.</summary>
    /// <param name="path">JSON lines with <c>turns: [[role, text]…]</c>, compressed.</param>
    /// <param name="most">Answers to read.</param>
    public static List<Sample> OfDialogues(string path, int most)
    {
        List<Sample> samples = [];
        using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (samples.Count < most && reader.ReadLine() is string line)
        {
            using JsonDocument dialogue = JsonDocument.Parse(line);
            List<SampleMessage> turns = [];
            foreach (JsonElement turn in dialogue.RootElement.GetProperty("turns").EnumerateArray())
            {
                SampleMessage message = new(turn[0].GetString()!, turn[1].GetString()!);
                if (message.Role == SampleMessage.Assistant && turns.Count > 0 && turns[^1].Role == SampleMessage.User)
                {
                    samples.Add(Make(samples.Count, [.. turns], message.Content));
                }

                turns.Add(message);
            }
        }

        return samples;
    }

    private static Sample Make(int at, IReadOnlyList<SampleMessage> prompt, string answer) => new()
    {
        Id = Guid.Parse($"00000000-0000-7000-8000-{at:x12}"),
        Kind = PairKind.Correction,
        ConversationId = Guid.Parse($"00000000-0000-7000-9000-{at:x12}"),
        Identity = SampleReader.Agent,
        ByAgent = true,
        Prompt = prompt,
        Chosen = answer,
        Rejected = "I do not know.",
    };

    [GeneratedRegex(@"- question: (?<q>.*)\n\s+answer: (?<a>.*)\n")]
    private static partial Regex Row();
}
