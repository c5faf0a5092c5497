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

        string file = Path.Combine(Folder, "business.yaml");
        string[] lines = [.. File.ReadLines(file).Where(line => Keeps(line, more))];
        File.WriteAllLines(file, [.. lines, more]);
    }

    private bool _said;

    public string Folder { get; } = Directory.CreateTempSubdirectory("assistantloop-business").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // A key that is said anew goes with the lines under it.
    private bool Keeps(string line, string more)
    {
        if (line.Length > 0 && char.IsLetter(line[0]))
        {
            _said = $"\n{more}".Contains($"\n{line[..(line.IndexOf(':', StringComparison.Ordinal) + 1)]}", StringComparison.Ordinal);
        }

        return !_said;
    }
}
