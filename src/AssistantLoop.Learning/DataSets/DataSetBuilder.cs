using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Documents;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.DataSets;

/// <summary>Makes an immutable data set of a business's feedback: read, send through the steps, split, write, store.</summary>
/// <param name="pairs">The feedback.</param>
/// <param name="documents">The documents, of whose passages some are in it to be rehearsed.</param>
/// <param name="dataSets">Where data sets are registered.</param>
/// <param name="artefacts">Where their files are kept.</param>
/// <param name="rules">The rules of the steps; null for the defaults.</param>
public sealed class DataSetBuilder(
    PreferencePairs pairs, DocumentStore documents, DataSetStore dataSets, IArtefactStore artefacts, DataSetRules? rules = null)
{
    /// <summary>The fewest pieces of feedback that a run may train on.</summary>
    public const int Fewest = 10;

    private const int PageSize = 1_000;
    private const int MostPassages = 1_000;

    private readonly DataSetRules _rules = (rules ?? DataSetRules.Default).Validated();

    /// <summary>Builds the data set of all feedback so far and stores it.</summary>
    /// <param name="lease">The lease of the run that asks.</param>
    /// <param name="suites">All evaluation suites, on which nothing may be trained.</param>
    /// <param name="workFolder">A folder for temporary files; the caller removes it.</param>
    /// <param name="cancellationToken">Stops the build; nothing is stored then.</param>
    /// <exception cref="TooFewSamplesException">There is too little feedback.</exception>
    public async Task<BuiltDataSet> BuildAsync(
        RunLease lease, IReadOnlyList<SuiteTexts> suites, string workFolder, CancellationToken cancellationToken)
    {
        List<Sample> samples = await ReadAsync(lease.Tenant, cancellationToken);
        AssembledFeedback assembly = AssembledFeedback.Of(samples, suites, _rules, cancellationToken);
        int usable = assembly.Train.Count + assembly.HeldOut.Count;
        if (usable < Fewest)
        {
            throw new TooFewSamplesException(
                usable,
                Fewest,
                assembly.Ledger.Values.Where(entry => entry.Reason is not null).CountBy(entry => entry.Reason!)
                    .OrderBy(reason => reason.Key, StringComparer.Ordinal));
        }

        string folder = Path.Combine(workFolder, "data-set");
        BuiltDataSet built = DataSetFiles.Write(
            folder, lease.Tenant, assembly, await PassagesAsync(lease.Tenant, cancellationToken), suites, _rules);
        List<Guid> members = [.. assembly.Train.Concat(assembly.HeldOut).Select(sample => sample.Id).Order()];
        await dataSets.AddAsync(
            lease.Tenant,
            new DataSet
            {
                Hash = built.Hash,
                Manifest = await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json"), cancellationToken),
                ArtefactHash = await artefacts.PutAsync(folder, cancellationToken),
                TrainCount = assembly.Train.Count,
                HeldOutCount = assembly.HeldOut.Count,
            },
            members,
            [.. samples.Select(sample => sample.Id).Except(members)],
            lease,
            cancellationToken);
        return built;
    }

    /// <summary>Reads page by page, so that no stored text is in memory twice for long; of too many the newest stay.</summary>
    private async Task<List<Sample>> ReadAsync(string tenant, CancellationToken cancellationToken)
    {
        SampleReader reader = new();
        List<Sample> samples = [];
        IReadOnlyList<StoredPair> page = [];
        do
        {
            page = await pairs.ReadAfterAsync(tenant, page.Count == 0 ? Guid.Empty : page[^1].Id, PageSize, cancellationToken);
            samples.AddRange(page.Select(reader.Read));
            if (samples.Count > _rules.MostPieces)
            {
                samples.RemoveRange(0, samples.Count - _rules.MostPieces);
            }
        }
        while (page.Count == PageSize);

        return samples;
    }

    /// <summary>The passages, evenly taken where they are many. One that seems to speak to the assistant is nothing to rehearse.</summary>
    private async Task<IReadOnlyList<DocumentPassage>> PassagesAsync(string tenant, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredPassage> all = await documents.PassagesAsync(tenant, cancellationToken);
        int taken = Math.Min(all.Count, MostPassages);
        return
        [
            .. Enumerable.Range(0, taken).Select(i => all[(int)((long)i * all.Count / taken)])
                .Where(passage => InjectionSigns.Of(passage.TitlePath, passage.Text).Count == 0)
                .Select(passage => new DocumentPassage(passage.TitlePath, passage.Text)),
        ];
    }
}
