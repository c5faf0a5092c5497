namespace AssistantLoop.Inference.Tests;

/// <summary>The data beside the repository, which not every machine has.</summary>
internal static class Shared
{
    /// <summary>A path under shared/; skips the test where it is absent.</summary>
    public static string Require(string path)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "AssistantLoop.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        string full = Path.GetFullPath(Path.Combine(root, "..", "shared", path));
        Assert.SkipUnless(Path.Exists(full), $"{full} is absent.");
        return full;
    }
}
