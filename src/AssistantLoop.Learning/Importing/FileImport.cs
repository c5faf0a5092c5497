using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AssistantLoop.Chat.Files;
using AssistantLoop.Storage.Importing;

namespace AssistantLoop.Learning.Importing;

/// <summary>
/// Imports a file: bad lines are told and left out, the rest is stored in batches, a transaction each. Rows that are
/// there already are left as they are, so that an import that was cut off is simply begun again.
/// </summary>
public sealed class FileImport(ImportStore store)
{
    /// <summary>The most problems that are kept by line; the rest are counted.</summary>
    public const int MostProblems = 200;

    private const int Batch = 500;
    private const int LongestReason = 300;
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Imports a file.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="fileName">Its name without folders.</param>
    /// <param name="content">Its bytes; must be able to seek.</param>
    /// <param name="format">How it is read.</param>
    /// <param name="by">Who imports it.</param>
    /// <param name="dryRun">Only tells what would come of it.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops after the batch at hand; importing the file again goes on.</param>
    /// <exception cref="ContentFileException">It is no file of samples at all.</exception>
    public async Task<ImportResult> RunAsync(
        string tenant,
        string fileName,
        Stream content,
        ImportFormat format,
        string by,
        bool dryRun,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        string sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        content.Position = 0;
        using StreamReader reader = new(content, Encoding.UTF8, leaveOpen: true);
        Tally tally = new();
        Guid? import = null;
        // The import begins with its first line, so that a file that is none of ours leaves no trace.
        foreach (ReadLine[] lines in Lines(fileName, reader, format).Chunk(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (import is null && !dryRun)
            {
                import = (await store.BeginAsync(tenant, fileName, sha256, by, cancellationToken)).Id;
            }

            tally.Read(lines);
            NewImportedRow[] rows = [.. lines.SelectMany(line => line.Rows)];
            int added = import is { } id
                ? await store.AddAsync(tenant, id, by, rows, cancellationToken)
                : await CountNewAsync(tenant, rows, cancellationToken);
            tally.Stored(rows.Length, added);
            progress?.Report(new(content.Position, content.Length, tally.Totals.Lines));
        }

        if (tally.Totals.Lines == 0)
        {
            throw new ContentFileException(fileName, "holds no rows");
        }

        if (import is { } done)
        {
            await store.EndAsync(
                tenant, done, tally.Totals, JsonSerializer.Serialize(tally.Problems, s_json), cancellationToken);
        }

        return new(import, fileName, sha256, tally.Totals, tally.Problems);
    }

    private async Task<int> CountNewAsync(string tenant, NewImportedRow[] rows, CancellationToken cancellationToken)
    {
        string[] hashes = [.. rows.Select(row => row.ContentHash).Distinct()];
        return hashes.Length - await store.CountKnownAsync(tenant, hashes, cancellationToken);
    }

    private static IEnumerable<ReadLine> Lines(string fileName, StreamReader reader, ImportFormat format)
    {
        if (format == ImportFormat.FromContent)
        {
            format = FirstOf(reader) == '{' ? ImportFormat.JsonLines : ImportFormat.Csv;
        }

        return format == ImportFormat.JsonLines ? JsonLineRows.Read(reader) : CsvRows.Read(fileName, reader);
    }

    /// <summary>The first character that is no white space; what it begins with stays to be read.</summary>
    private static char FirstOf(StreamReader reader)
    {
        int next;
        while ((next = reader.Peek()) >= 0 && char.IsWhiteSpace((char)next) && next != '\n')
        {
            reader.Read();
        }

        return next < 0 ? '\0' : (char)next;
    }

    private sealed class Tally
    {
        public ImportTotals Totals { get; private set; } = new(0, 0, 0, 0);

        public List<ImportProblem> Problems { get; } = [];

        public void Read(ReadLine[] lines)
        {
            foreach (ReadLine line in lines)
            {
                Totals = Totals with
                {
                    Lines = Totals.Lines + 1,
                    Refused = Totals.Refused + (line.Problem is null ? 0 : 1),
                };
                if (line.Problem is { } problem && Problems.Count < MostProblems)
                {
                    Problems.Add(new(line.Number, problem.Length <= LongestReason ? problem : problem[..LongestReason]));
                }
            }
        }

        public void Stored(int rows, int added) => Totals = Totals with
        {
            Added = Totals.Added + added,
            Known = Totals.Known + rows - added,
        };
    }
}
