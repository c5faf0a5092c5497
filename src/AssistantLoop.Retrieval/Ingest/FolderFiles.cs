using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Ingest;

/// <summary>The documents below a folder.</summary>
/// <param name="Paths">Within the folder, with forward slashes, in ordinal order.</param>
/// <param name="Refused">Links that leave the folder, and folders that cannot be listed.</param>
internal sealed record FolderFiles(IReadOnlyList<string> Paths, IReadOnlyList<(string Path, string Reason)> Refused)
{
    private const int MostDepth = 64;

    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    public static FolderFiles Of(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: the folder of documents is missing");
        }

        string root = RealPath.Of(folder);
        List<string> paths = [];
        List<(string Path, string Reason)> refused = [];
        Stack<(string Path, int Depth)> open = new([(folder, 0)]);
        while (open.TryPop(out (string Path, int Depth) at))
        {
            try
            {
                foreach (FileSystemInfo entry in new DirectoryInfo(at.Path).EnumerateFileSystemInfos("*", s_all))
                {
                    Look(entry, at.Depth);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                refused.Add((Within(at.Path), error.Message));
            }
        }

        paths.Sort(StringComparer.Ordinal);
        return new(paths, refused);

        void Look(FileSystemInfo entry, int depth)
        {
            string path = Within(entry.FullName);
            if (entry.LinkTarget is not null)
            {
                // What a link within the folder leads to is met on its own way; a file may be linked under another name.
                if (!IsWithin(RealPath.Of(entry.FullName), root))
                {
                    refused.Add((path, "is a link that leaves the folder; copy what it leads to"));
                }
                else if (File.Exists(entry.FullName) && FileFormats.ByName(path) is not null)
                {
                    paths.Add(path);
                }
            }
            else if (entry is DirectoryInfo)
            {
                if (depth >= MostDepth)
                {
                    refused.Add((path, $"lies more than {MostDepth} folders deep"));
                    return;
                }

                open.Push((entry.FullName, depth + 1));
            }
            else if (FileFormats.ByName(path) is not null)
            {
                paths.Add(path);
            }
        }

        string Within(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
    }

    private static bool IsWithin(string path, string root) => path == root
        || path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
