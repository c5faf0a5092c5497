using System.Security.Cryptography;
using System.Text;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Ingest;

/// <summary>
/// Brings the index to the state of a folder: new and changed documents are split and stored, unchanged ones are left
/// alone, vanished ones are removed. A file that cannot be read is reported, and the rest goes on.
/// </summary>
public sealed class FolderIngest(DocumentStore documents, DocumentIndexer indexer)
{
    /// <summary>The largest document, in bytes.</summary>
    public const long MaxBytes = 4 * 1024 * 1024;

    private static readonly string[] s_extensions = [".md", ".markdown", ".txt"];
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Ingests every .md, .markdown and .txt file below the folder.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    public async Task<IngestResult> RunAsync(
        string tenant, string folder, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: the folder of documents is missing");
        }

        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => s_extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];
        Dictionary<string, string> hashes = (await documents.ListAsync(tenant, cancellationToken))
            .ToDictionary(document => document.Path, document => document.ContentHash);
        IngestResult result = new();
        List<string> present = [];
        foreach (string file in files)
        {
            string path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            present.Add(path);
            result = await IngestAsync(tenant, file, path, hashes.GetValueOrDefault(path), result, cancellationToken);
            progress.Report(new(path, present.Count, files.Length));
        }

        IReadOnlyList<string> removed = await indexer.RemoveVanishedAsync(
            tenant, Document.FolderCollection, present, cancellationToken);
        return result with { Removed = removed.Count };
    }

    private async Task<IngestResult> IngestAsync(
        string tenant, string file, string path, string? storedHash, IngestResult result, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(file).Length > MaxBytes)
            {
                return result.With(path, $"is larger than {MaxBytes} bytes");
            }

            byte[] bytes = await File.ReadAllBytesAsync(file, cancellationToken);
            string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (hash == storedHash)
            {
                return result with { Unchanged = result.Unchanged + 1 };
            }

            IReadOnlyList<Passage> passages = PassageSplitter.Split(path, s_strictUtf8.GetString(bytes));
            string title = passages.Count > 0 ? passages[0].Title.Split(" > ")[0] : path;
            await indexer.ReplaceAsync(
                tenant,
                [
                    new(
                        new Document { Path = path, Title = title, ContentHash = hash },
                        [.. passages.Select(passage => new NewPassage(passage.Title, passage.Text, passage.Anchor))]),
                ],
                cancellationToken);
            return storedHash is null
                ? result with { Added = result.Added + 1 }
                : result with { Changed = result.Changed + 1 };
        }
        catch (DecoderFallbackException)
        {
            return result.With(path, "is not UTF-8 text");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return result.With(path, error.Message);
        }
    }
}
