namespace AssistantLoop.App.Tests;

/// <summary>A copy of the sample business that says more.</summary>
internal sealed class SampleBusiness : IDisposable
{
    /// <param name="more">Further lines of its business.yaml.</param>
    public SampleBusiness(string more)
    {
        string sample = Path.Combine(Repository.Root, "samples", "alder-finch");
        foreach (string file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(Folder, Path.GetRelativePath(sample, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.AppendAllText(Path.Combine(Folder, "business.yaml"), "\n" + more + "\n");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("assistantloop-business").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
