using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Ingest;

/// <summary>
/// Brings a collection to the state of a folder: new and changed documents are stored, unchanged ones are left alone,
/// vanished ones are removed. A file that cannot be read is reported, and the rest goes on.
/// </summary>
public sealed class FolderIngest(DocumentIntake intake)
{
    /// <summary>Ingests every document below the business's own folder.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    public Task<IngestResult> RunAsync(
        string tenant, string folder, IProgress<IngestProgress> progress, CancellationToken cancellationToken) =>
        RunAsync(tenant, Document.FolderCollection, folder, progress, cancellationToken);

    /// <summary>Ingests every document below a folder.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="collection">The collection; paths begin with its name unless it is that of the business's own folder.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Told of each file.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    public async Task<IngestResult> RunAsync(
        string tenant, string collection, string folder, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        FolderFiles files = FolderFiles.Of(folder);
        IntakeRun run = intake.Begin(tenant, collection);
        foreach ((string path, string reason) in files.Refused)
        {
            run.Refuse(PathOf(collection, path), reason);
        }

        int done = 0;
        foreach (string path in files.Paths)
        {
            await AddAsync(run, Path.Combine(folder, path), PathOf(collection, path), cancellationToken);
            progress.Report(new(path, ++done, files.Paths.Count));
        }

        return await run.FinishAsync(removeVanished: true, cancellationToken);
    }

    /// <summary>Ingests one file of the business's own folder again, such as after an edit.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The file's path within it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DocumentRefusedException">The file is not there, or no document of the folder.</exception>
    public async Task<IngestResult> RunOneAsync(string tenant, string folder, string path, CancellationToken cancellationToken)
    {
        FolderFiles files = FolderFiles.Of(folder);
        string wanted = path.Replace('\\', '/');
        if (files.Refused.FirstOrDefault(entry => entry.Path == wanted) is { Path: not null } refused)
        {
            throw new DocumentRefusedException(refused.Reason);
        }

        if (!files.Paths.Contains(wanted, StringComparer.Ordinal))
        {
            throw new DocumentRefusedException($"is no document of the folder; give a path within it that ends in {FileFormats.Endings}");
        }

        IntakeRun run = intake.Begin(tenant, Document.FolderCollection);
        await AddAsync(run, Path.Combine(folder, wanted), wanted, cancellationToken);
        return await run.FinishAsync(removeVanished: false, cancellationToken);
    }

    private static string PathOf(string collection, string path) =>
        collection == Document.FolderCollection ? path : $"{collection}/{path}";

    private static async Task AddAsync(IntakeRun run, string file, string path, CancellationToken cancellationToken)
    {
        try
        {
            await run.AddAsync(await DocumentFile.ReadAsync(file, path, cancellationToken), cancellationToken);
        }
        catch (DocumentRefusedException error)
        {
            run.Refuse(path, error.Message);
        }
    }
}
