using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Learning.DataSets.Cards;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.DataSets;

/// <summary>A data set as a folder of files: see docs/data-sets.md.</summary>
public static class DataSetFiles
{
    /// <summary>The file for people: what the data set holds, Markdown.</summary>
    public const string Card = "card.md";

    private const string Manifest = "manifest.json";
    private const string Samples = "samples.jsonl";
    private const string Passages = "passages.jsonl";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions s_line = new(s_json)
    {
        WriteIndented = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes all files into an empty folder.</summary>
    public static BuiltDataSet Write(
        string folder,
        string tenant,
        AssembledFeedback assembly,
        IReadOnlyList<DocumentPassage> passages,
        IReadOnlyList<SuiteTexts> suites,
        DataSetRules rules)
    {
        Directory.CreateDirectory(folder);
        SideOfSplit train = SideOfSplit.Of(assembly.Train, assembly.Variants, "train.jsonl", "pairs.jsonl", "ratings.jsonl");
        SideOfSplit heldOut = SideOfSplit.Of(assembly.HeldOut, [], "held-out.jsonl", "held-out-pairs.jsonl", "held-out-ratings.jsonl");
        train.Write(folder);
        heldOut.Write(folder);
        List<LedgerEntry> ledger = Ledger(assembly, train, heldOut);
        WriteLines(Path.Combine(folder, Samples), ledger);
        WriteLines(Path.Combine(folder, Passages), passages);
        DataSetManifest manifest = new(
            Format: 3,
            tenant,
            train.Counts(assembly.Train),
            heldOut.Counts(assembly.HeldOut),
            assembly.Variants.Count,
            passages.Count,
            Count(assembly.All.Select(sample => JsonNamingPolicy.CamelCase.ConvertName(sample.Kind.ToString()))),
            Count(ledger.Where(entry => entry.Outcome == SampleOutcome.Dropped).Select(entry => entry.Reason!)),
            Count(ledger.Where(entry => entry.Outcome == SampleOutcome.Quarantined).Select(entry => entry.Reason!)),
            assembly.Train.Concat(assembly.HeldOut).Sum(sample => sample.Redacted),
            assembly.Steps,
            rules,
            rules.Hash(),
            new SortedDictionary<string, int>(
                suites.ToDictionary(suite => suite.Name, suite => suite.Questions.Count + suite.Answers.Count), StringComparer.Ordinal),
            new SortedDictionary<string, string>(StringComparer.Ordinal));
        WholeFile.WriteText(Path.Combine(folder, Card), DataSetCard.Write(manifest, assembly));
        manifest = manifest with { Files = HashesIn(folder) };
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(manifest, s_json);
        WholeFile.Write(Path.Combine(folder, Manifest), stream => stream.Write(json));
        return new(HashOf(json), manifest, train.Set with { Passages = passages }, heldOut.Set);
    }

    /// <summary>Reads a data set back.</summary>
    /// <exception cref="StorageException">The manifest is no manifest, or a file is not what it says; the message names it.</exception>
    public static BuiltDataSet Read(string folder)
    {
        string path = Path.Combine(folder, Manifest);
        byte[] json;
        DataSetManifest manifest;
        try
        {
            json = File.ReadAllBytes(path);
            manifest = JsonSerializer.Deserialize<DataSetManifest>(json, s_json) ?? throw new JsonException("it is null");
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            throw new StorageException(path, $"it is no data set's manifest: {error.Message}", error);
        }

        foreach ((string name, string hash) in manifest.Files)
        {
            string file = Path.Combine(folder, name);
            if (!File.Exists(file) || HashOfFile(file) != hash)
            {
                throw new StorageException(file, "it is missing or not what the data set's manifest says");
            }
        }

        return new(
            HashOf(json),
            manifest,
            ReadSide(folder, "train.jsonl", "pairs.jsonl", "ratings.jsonl") with { Passages = ReadPassages(folder, manifest) },
            ReadSide(folder, "held-out.jsonl", "held-out-pairs.jsonl", "held-out-ratings.jsonl"));
    }

    /// <summary>Reads why each piece of feedback is in or out.</summary>
    public static IEnumerable<LedgerEntry> ReadLedger(string folder) =>
        File.ReadLines(Path.Combine(folder, Samples)).Select(line => JsonSerializer.Deserialize<LedgerEntry>(line, s_line)!);

    private static TrainingSet ReadSide(string folder, string samples, string pairs, string ratings) => new()
    {
        Samples = ChatSampleFile.Read(Path.Combine(folder, samples)),
        Pairs = PreferenceFile.Read(Path.Combine(folder, pairs)),
        Ratings = UnpairedFile.Read(Path.Combine(folder, ratings)),
    };

    // Sets of format 2 have none.
    private static IReadOnlyList<DocumentPassage> ReadPassages(string folder, DataSetManifest manifest) => manifest.Files.ContainsKey(Passages)
        ? [.. File.ReadLines(Path.Combine(folder, Passages)).Select(line => JsonSerializer.Deserialize<DocumentPassage>(line, s_line)!)]
        : [];

    private static List<LedgerEntry> Ledger(AssembledFeedback assembly, SideOfSplit train, SideOfSplit heldOut)
    {
        List<LedgerEntry> entries = new(assembly.All.Count + assembly.Variants.Count);
        foreach (Sample sample in assembly.All)
        {
            LedgerEntry entry = assembly.Ledger[sample.Id];
            entries.Add(
                train.Lines.TryGetValue(sample.Id, out List<string>? lines) ? entry with { Lines = lines }
                : heldOut.Lines.TryGetValue(sample.Id, out lines) ? entry with { Outcome = SampleOutcome.HeldOut, Lines = lines }
                : entry);
        }

        int line = train.Set.Samples.Count - assembly.Variants.Count;
        foreach ((Variants.VariantKind kind, Sample sample) in assembly.Variants)
        {
            line++;
            entries.Add(assembly.Ledger[sample.Id] with
            {
                Variant = JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()),
                Lines = [$"train.jsonl:{line}"],
            });
        }

        return entries;
    }

    private static void WriteLines<T>(string path, IEnumerable<T> entries) => WholeFile.Write(path, stream =>
    {
        foreach (T entry in entries)
        {
            JsonSerializer.Serialize(stream, entry, s_line);
            stream.WriteByte((byte)'\n');
        }
    });

    private static SortedDictionary<string, int> Count(IEnumerable<string> names) =>
        new(names.CountBy(name => name).ToDictionary(), StringComparer.Ordinal);

    private static SortedDictionary<string, string> HashesIn(string folder) =>
        new(Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path), HashOfFile), StringComparer.Ordinal);

    private static string HashOfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
