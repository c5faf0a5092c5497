using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Ingest;

/// <summary>Single files, uploaded or named on the command line: each stays until it is replaced or removed.</summary>
public sealed class UploadIngest(DocumentIntake intake)
{
    /// <summary>The collection of uploaded files.</summary>
    public const string UploadCollection = "uploads";

    private const int MostNameLength = 200;

    /// <summary>Stores a file in place of the one of its name.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="name">The file's name; it ends in the format's ending.</param>
    /// <param name="content">The file's bytes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IngestResult> RunAsync(string tenant, string name, Stream content, CancellationToken cancellationToken)
    {
        IntakeRun run = intake.Begin(tenant, UploadCollection);
        try
        {
            string path = PathOf(name);
            FileFormat format = FileFormats.ByName(name)
                ?? throw new DocumentRefusedException($"is no document; those end in {FileFormats.Endings}");
            byte[] bytes = await BoundedBytes.ReadAsync(content, FileFormats.MostBytes(format), cancellationToken);
            await run.AddAsync(new(path, format, bytes), cancellationToken);
        }
        catch (DocumentRefusedException error)
        {
            run.Refuse(name, error.Message);
        }

        return await run.FinishAsync(removeVanished: false, cancellationToken);
    }

    /// <summary>Stores files of this machine, each in place of the one of its name.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="collection">The collection; paths begin with its name.</param>
    /// <param name="files">The files.</param>
    /// <param name="progress">Told of each file.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    public async Task<IngestResult> RunAsync(
        string tenant, string collection, IReadOnlyList<string> files, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        IntakeRun run = intake.Begin(tenant, collection);
        int done = 0;
        foreach (string file in files)
        {
            string name = Path.GetFileName(file);
            try
            {
                await run.AddAsync(await DocumentFile.ReadAsync(file, $"{collection}/{name}", cancellationToken), cancellationToken);
            }
            catch (DocumentRefusedException error)
            {
                run.Refuse(file, error.Message);
            }

            progress.Report(new(name, ++done, files.Count));
        }

        return await run.FinishAsync(removeVanished: false, cancellationToken);
    }

    /// <summary>Removes an uploaded file's document.</summary>
    /// <returns>False where there is none of that name.</returns>
    public Task<bool> RemoveAsync(string tenant, string name, CancellationToken cancellationToken) =>
        intake.RemoveAsync(tenant, PathOf(name), cancellationToken);

    /// <summary>The document's path of a file's name.</summary>
    /// <exception cref="DocumentRefusedException">It is no plain file name.</exception>
    public static string PathOf(string name) =>
        name.Length is 0 or > MostNameLength || name is "." or ".." || name.Any(letter => letter is '/' or '\\' || char.IsControl(letter))
            ? throw new DocumentRefusedException($"is no file name; give one of up to {MostNameLength} characters without slashes")
            : $"{UploadCollection}/{name}";
}
