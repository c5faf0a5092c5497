using System.IO.Compression;

namespace AssistantLoop.Retrieval.Documents.Formats;

/// <summary>
/// Looks through an archive before anything of it is used: how many entries it has, what they are named, and what they
/// really unpack to, whatever the archive says of itself.
/// </summary>
internal static class ZipGuard
{
    private const int MostEntries = 4000;
    private const long MostBytes = 128L << 20;
    private const int MostRatio = 200;

    /// <summary>Under this size a high ratio does no harm; short texts of spaces have one.</summary>
    private const long SmallBytes = 1 << 20;

    private const int FileTypeMask = 0xF000;
    private const int SymbolicLink = 0xA000;

    /// <exception cref="DocumentRefusedException">The archive is a trap; the message says which.</exception>
    public static void Check(ZipArchive archive, CancellationToken cancellationToken)
    {
        if (archive.Entries.Count > MostEntries)
        {
            throw new DocumentRefusedException($"is an archive of more than {MostEntries} entries");
        }

        byte[] buffer = new byte[1 << 16];
        long total = 0;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            CheckName(entry);
            long size = 0;
            using Stream stream = entry.Open();
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                size += read;
                total += read;
                if (total > MostBytes)
                {
                    throw new DocumentRefusedException($"unpacks to more than {MostBytes >> 20} MiB");
                }

                if (size > SmallBytes && size / MostRatio > entry.CompressedLength)
                {
                    throw new DocumentRefusedException($"is packed more than {MostRatio} times ({entry.FullName}), as zip bombs are");
                }
            }
        }
    }

    private static void CheckName(ZipArchiveEntry entry)
    {
        string name = entry.FullName.Replace('\\', '/');
        if (name.StartsWith('/') || name.Contains(':', StringComparison.Ordinal) || name.Split('/').Contains(".."))
        {
            throw new DocumentRefusedException($"holds an entry that points out of the archive ({entry.FullName})");
        }

        if (((entry.ExternalAttributes >> 16) & FileTypeMask) == SymbolicLink)
        {
            throw new DocumentRefusedException($"holds a link ({entry.FullName})");
        }
    }
}
