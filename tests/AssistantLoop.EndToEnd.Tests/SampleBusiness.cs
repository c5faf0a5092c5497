namespace AssistantLoop.EndToEnd.Tests;

/// <summary>
/// The sample business with a gate on the score alone: a small model may lose a fact or two by chance, and whether it
/// does is not what these tests are about.
/// </summary>
internal sealed class SampleBusiness : IDisposable
{
    public SampleBusiness()
    {
        string sample = Path.Combine(Repository.Root, "samples", "alder-finch");
        foreach (string file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(Folder, Path.GetRelativePath(sample, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.WriteAllText(Path.Combine(Folder, "gate.yaml"), "require:\n  - {metric: score, improve_by: 0.05}\n");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("assistantloop-business").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
