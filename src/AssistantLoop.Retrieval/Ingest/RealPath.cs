namespace AssistantLoop.Retrieval.Ingest;

/// <summary>Where a path really leads, all links along it followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The absolute path without links; a path that goes round in a circle stays as it is where it does.</summary>
    public static string Of(string path)
    {
        Stack<string> ahead = Parts(Path.GetFullPath(path));
        string at = Path.GetPathRoot(Path.GetFullPath(path))!;
        int links = 0;
        while (ahead.TryPop(out string? part))
        {
            string next = Path.Combine(at, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (info.LinkTarget is not { } target || links++ >= MostLinks)
            {
                at = next;
                continue;
            }

            // The target's parts come before those that are still ahead; it may have links of its own.
            string full = Path.GetFullPath(target, at);
            foreach (string targetPart in Parts(full).Reverse())
            {
                ahead.Push(targetPart);
            }

            at = Path.GetPathRoot(full)!;
        }

        return at;
    }

    private static Stack<string> Parts(string full) => new(full[Path.GetPathRoot(full)!.Length..]
        .Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
}
