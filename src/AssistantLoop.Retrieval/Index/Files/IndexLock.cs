using System.Diagnostics;
using AssistantLoop.Storage;

namespace AssistantLoop.Retrieval.Index.Files;

/// <summary>Lets one process at a time write an index. The system frees it when its holder dies.</summary>
internal static class IndexLock
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <exception cref="StorageException">Another process held it all the time.</exception>
    public static async Task<FileStream> TakeAsync(IndexFiles files, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(files.Folder);
        long started = Stopwatch.GetTimestamp();
        int pause = 1;
        while (true)
        {
            try
            {
                return new(files.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(started) < s_patience)
            {
                await Task.Delay(pause, cancellationToken);
                pause = Math.Min(pause * 2, 50);
            }
            catch (IOException e)
            {
                throw new StorageException(
                    files.Folder, "another process has been writing the index for two minutes; try again when it is done", e);
            }
        }
    }
}
