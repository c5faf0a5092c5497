using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.DataSets;

/// <summary>
/// Makes an immutable data set of a business's corrections: filter, redact, drop duplicates and what the evaluation asks,
/// split by conversation, write train.jsonl, held-out.jsonl, pairs.jsonl and manifest.json. Its hash is that of the manifest.
/// </summary>
public sealed partial class DataSetBuilder(PreferencePairs pairs, DataSetStore dataSets, IArtefactStore artefacts)
{
    /// <summary>The fewest corrections that a run may train on.</summary>
    public const int Fewest = 10;

    /// <summary>The most corrections that a data set holds.</summary>
    private const int Most = 100_000;

    /// <summary>One conversation in this many is held out.</summary>
    private const int HeldOutOneIn = 6;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Builds the data set of all corrections so far and stores it.</summary>
    /// <param name="lease">The lease of the run that asks.</param>
    /// <param name="evaluated">The questions of the evaluation, on which nothing may be trained.</param>
    /// <param name="workFolder">A folder for temporary files; the caller removes it.</param>
    /// <param name="cancellationToken">Stops the build; nothing is stored then.</param>
    /// <exception cref="TooFewSamplesException">There are too few corrections.</exception>
    public async Task<BuiltDataSet> BuildAsync(
        RunLease lease, IEnumerable<string> evaluated, string workFolder, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredPair> stored = await pairs.ReadAllAsync(lease.Tenant, Most, cancellationToken);
        List<CorrectionSample> corrections =
            [.. stored.Where(pair => pair.Kind == PairKind.Correction).Select(CorrectionSample.From)];
        SortedDictionary<string, int> dropped = new(StringComparer.Ordinal);
        List<CorrectionSample> samples = Keep(corrections, [.. evaluated.Select(Words)], dropped);
        if (samples.Count < Fewest)
        {
            throw new TooFewSamplesException(samples.Count, Fewest, dropped);
        }

        (List<CorrectionSample> train, List<CorrectionSample> heldOut) = Split(samples);
        string folder = Path.Combine(workFolder, "data-set");
        Directory.CreateDirectory(folder);
        ChatSampleFile.Write(Path.Combine(folder, "train.jsonl"), train.Select(sample => sample.Imitation));
        ChatSampleFile.Write(Path.Combine(folder, "held-out.jsonl"), heldOut.Select(sample => sample.Imitation));
        PreferenceFile.Write(Path.Combine(folder, "pairs.jsonl"), samples.Select(sample => sample.Preference), PreferenceShape.Trl);
        DataSetManifest manifest = new(
            Format: 1,
            lease.Tenant,
            train.Count,
            heldOut.Count,
            dropped,
            samples.Sum(sample => sample.Redacted),
            HashOf(Path.Combine(folder, "train.jsonl")),
            HashOf(Path.Combine(folder, "held-out.jsonl")),
            HashOf(Path.Combine(folder, "pairs.jsonl")),
            [.. samples.Select(sample => sample.PairId)]);
        string json = JsonSerializer.Serialize(manifest, s_json);
        await File.WriteAllTextAsync(Path.Combine(folder, "manifest.json"), json, cancellationToken);

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        string artefact = await artefacts.PutAsync(folder, cancellationToken);
        await dataSets.AddAsync(
            lease.Tenant,
            new DataSet { Hash = hash, Manifest = json, ArtefactHash = artefact, TrainCount = train.Count, HeldOutCount = heldOut.Count },
            manifest.Corrections,
            [.. corrections.Select(sample => sample.PairId).Except(manifest.Corrections)],
            lease,
            cancellationToken);
        return new(
            hash,
            manifest,
            TrainingSet.Of([.. train.Select(sample => sample.Imitation)]),
            TrainingSet.Of([.. heldOut.Select(sample => sample.Imitation)]));
    }

    private static List<CorrectionSample> Keep(
        List<CorrectionSample> samples, HashSet<string> evaluated, SortedDictionary<string, int> dropped)
    {
        HashSet<(string, string)> seen = [];
        List<CorrectionSample> kept = [];
        foreach (CorrectionSample sample in samples.OrderBy(sample => sample.PairId))
        {
            string? reason = sample.Chosen.Length == 0 ? "empty"
                : sample.Chosen == sample.Rejected ? "equal to the answer given"
                : evaluated.Contains(Words(sample.Prompt[^1].Content)) ? "asked by the evaluation"
                : !seen.Add((string.Join('\n', sample.Prompt.Select(message => message.Content)), sample.Chosen)) ? "duplicate"
                : null;
            if (reason is null)
            {
                kept.Add(sample);
            }
            else
            {
                dropped[reason] = dropped.GetValueOrDefault(reason) + 1;
            }
        }

        return kept;
    }

    /// <summary>A question without what does not make it another one: case, punctuation, spaces.</summary>
    private static string Words(string question) =>
        string.Join(' ', Word().Matches(question.ToLowerInvariant()).Select(word => word.Value));

    /// <summary>Whole conversations go to one side, by the hash of their id, so a rebuild splits them alike.</summary>
    private static (List<CorrectionSample> Train, List<CorrectionSample> HeldOut) Split(List<CorrectionSample> samples)
    {
        HashSet<Guid> heldOut =
        [
            .. samples.Select(sample => sample.ConversationId).Distinct()
                .OrderBy(id => Convert.ToHexString(SHA256.HashData(id.ToByteArray())), StringComparer.Ordinal)
                .Where((_, at) => at % HeldOutOneIn == HeldOutOneIn - 1),
        ];
        return (
            [.. samples.Where(sample => !heldOut.Contains(sample.ConversationId))],
            [.. samples.Where(sample => heldOut.Contains(sample.ConversationId))]);
    }

    private static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}

/// <summary>A data set, ready to train on.</summary>
public sealed record BuiltDataSet(
    string Hash, DataSetManifest Manifest, TrainingSet Train, TrainingSet HeldOut);
