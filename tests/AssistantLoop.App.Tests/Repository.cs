namespace AssistantLoop.App.Tests;

/// <summary>Where the repository is.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>How many documents the sample business has.</summary>
    public static int SampleDocuments { get; } =
        Directory.GetFiles(Path.Combine(Root, "samples", "alder-finch", "documents"), "*", SearchOption.AllDirectories).Length;

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
