namespace AssistantLoop.App.Tests;

/// <summary>A copy of the sample business that says more.</summary>
internal sealed class SampleBusiness : IDisposable
{
    /// <param name="more">Further lines of its business.yaml.</param>
    public SampleBusiness(string more)
    {
        string sample = Path.Combine(Repository.Root, "samples", "alder-finch");
        foreach (string source in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(Folder, Path.GetRelativePath(sample, source));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(source, copy);
        }

        // What is empty in the sample is said anew.
        string file = Path.Combine(Folder, "business.yaml");
        IEnumerable<string> lines = File.ReadLines(file)
            .Where(line => !line.EndsWith(": []", StringComparison.Ordinal) || !$"\n{more}".Contains($"\n{line[..^3]}", StringComparison.Ordinal));
        File.WriteAllLines(file, [.. lines, more]);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("assistantloop-business").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
