namespace AssistantLoop.Training.Tests;

/// <summary>Finds data that lies beside the repository.</summary>
internal static class Shared
{
    /// <summary>A path under the shared folder; null where it is absent.</summary>
    public static string? Find(string path)
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "AssistantLoop.sln"))) at = at.Parent;
        string full = Path.Combine(at?.Parent?.FullName ?? "/", "shared", path);
        return Path.Exists(full) ? full : null;
    }
}
