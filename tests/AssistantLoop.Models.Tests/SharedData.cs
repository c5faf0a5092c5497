namespace AssistantLoop.Models.Tests;

/// <summary>The conformance data beside the checkout; tests that need it are skipped where it is absent.</summary>
internal static class SharedData
{
    public static string Root { get; } = FindRoot();

    /// <summary>A path under shared/; skips the running test where that is absent.</summary>
    public static string Require(string relative)
    {
        string path = Path.Combine(Root, "..", "shared", relative);
        Assert.SkipUnless(Path.Exists(path), $"shared/{relative} is not there");
        return Path.GetFullPath(path);
    }

    private static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "AssistantLoop.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? AppContext.BaseDirectory;
    }
}
