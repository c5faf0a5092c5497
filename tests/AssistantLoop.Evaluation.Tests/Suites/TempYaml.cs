using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.Evaluation.Tests.Suites;

/// <summary>A YAML file that is gone after the test.</summary>
internal sealed class TempYaml : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName() + ".yaml");

    public Suite Suite(string yaml)
    {
        File.WriteAllText(Path, yaml);
        return Evaluation.Suites.Suite.Load(Path);
    }

    public void Dispose() => File.Delete(Path);
}
