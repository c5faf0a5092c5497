using System.Collections.Concurrent;

namespace AssistantLoop.Storage.Artefacts;

/// <summary>
/// Artefacts under {data}/artefacts/{hash}. A new one is written beside its place, forced to disk and renamed, so a
/// name that exists is whole. Safe for several threads and processes.
/// </summary>
public sealed class FolderArtefactStore(string dataFolder, TimeProvider time) : IArtefactStore
{
    private const string TemporaryPrefix = ".new-";
    private const string RemovedPrefix = ".gone-";
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    private readonly string root = Path.Combine(Path.GetFullPath(dataFolder), "artefacts");
    private readonly ConcurrentDictionary<string, string> verified = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<string> PutAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new StorageException(path, "there is no such file or folder to keep");
        }

        try
        {
            Directory.CreateDirectory(root);
            RemoveAbandoned();
            var temporary = Path.Combine(root, TemporaryPrefix + Guid.CreateVersion7(time.GetUtcNow()));
            try
            {
                await CopyAsync(path, temporary, cancellationToken);
                var hash = await ContentHash.OfAsync(temporary, cancellationToken);
                Publish(temporary, Path.Combine(root, hash));
                return hash;
            }
            finally
            {
                Remove(temporary);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(root, $"{path} cannot be kept here: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async Task<string> OpenAsync(string hash, CancellationToken cancellationToken)
    {
        var path = PathOf(hash);
        if (verified.ContainsKey(hash) && (File.Exists(path) || Directory.Exists(path)))
        {
            return path;
        }

        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new StorageException(path, $"artefact {hash} is missing");
        }

        var actual = await HashAsync(path, hash, cancellationToken);
        if (actual != hash)
        {
            throw new StorageException(path, $"artefact {hash} is damaged: its content has the hash {actual}");
        }

        verified[hash] = path;
        return path;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string hash, CancellationToken cancellationToken)
    {
        var path = PathOf(hash);
        verified.TryRemove(hash, out _);
        try
        {
            // Renamed first, so that no reader finds half of it; a second try removes what a dead process left.
            var gone = Path.Combine(root, RemovedPrefix + hash);
            Remove(gone);
            if (File.Exists(path) || Directory.Exists(path))
            {
                Directory.Move(path, gone);
                Remove(gone);
                Disk.FlushFolder(root);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(path, $"artefact {hash} cannot be removed: {e.Message}", e);
        }

        return Task.CompletedTask;
    }

    private string PathOf(string hash) => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(root, hash)
        : throw new ArgumentException(
            $"An artefact's hash is 64 lower-case hex digits, not \"{hash}\".", nameof(hash));

    private static async Task<string> HashAsync(string path, string hash, CancellationToken cancellationToken)
    {
        try
        {
            return await ContentHash.OfAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(path, $"artefact {hash} cannot be read: {e.Message}", e);
        }
    }

    private static async Task CopyAsync(string source, string target, CancellationToken cancellationToken)
    {
        if (File.Exists(source))
        {
            await CopyFileAsync(source, target, cancellationToken);
            return;
        }

        Directory.CreateDirectory(target);
        foreach (var file in ContentHash.FilesOf(source))
        {
            var copy = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy) ?? target);
            await CopyFileAsync(Path.Combine(source, file), copy, cancellationToken);
        }

        foreach (var folder in Directory.EnumerateDirectories(target, "*", SearchOption.AllDirectories).Append(target))
        {
            Disk.FlushFolder(folder);
        }
    }

    private static async Task CopyFileAsync(string source, string target, CancellationToken cancellationToken)
    {
        await using var input = File.OpenRead(source);
        await using var output = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        await input.CopyToAsync(output, cancellationToken);
        output.Flush(flushToDisk: true);
    }

    private void Publish(string temporary, string target)
    {
        if (File.Exists(target) || Directory.Exists(target))
        {
            return;
        }

        try
        {
            Directory.Move(temporary, target);
            Disk.FlushFolder(root);
        }
        catch (IOException) when (File.Exists(target) || Directory.Exists(target))
        {
            // Another process put the same content first; its copy is as good.
        }
    }

    private void RemoveAbandoned()
    {
        var before = time.GetUtcNow() - AbandonedAfter;
        foreach (var path in Directory.EnumerateFileSystemEntries(root, TemporaryPrefix + "*"))
        {
            if (File.GetLastWriteTimeUtc(path) < before.UtcDateTime)
            {
                Remove(path);
            }
        }
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else if (File.Exists(path))
        {
            File.Delete(path);
        }
    }
}
