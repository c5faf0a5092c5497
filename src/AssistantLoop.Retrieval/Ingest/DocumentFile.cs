using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Ingest;

/// <summary>Reads a file that is to be ingested.</summary>
internal static class DocumentFile
{
    /// <param name="file">The file.</param>
    /// <param name="path">Its path within the tenant.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DocumentRefusedException">It is of no known format, too large, or cannot be read.</exception>
    public static async Task<IncomingDocument> ReadAsync(string file, string path, CancellationToken cancellationToken)
    {
        FileFormat format = FileFormats.ByName(file)
            ?? throw new DocumentRefusedException($"is no document; those end in {FileFormats.Endings}");
        try
        {
            await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous);
            return new(path, format, await BoundedBytes.ReadAsync(stream, FileFormats.MostBytes(format), cancellationToken));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DocumentRefusedException(error.Message, error);
        }
    }
}
