namespace AssistantLoop.EndToEnd.Tests;

/// <summary>Where the repository and the built program are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Built in the same configuration as the tests.</summary>
    public static string Program { get; } = Path.Combine(
        Root, "artifacts", "bin", "AssistantLoop.App",
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "AssistantLoop.App.dll");

    private static string Find()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "AssistantLoop.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }
}
