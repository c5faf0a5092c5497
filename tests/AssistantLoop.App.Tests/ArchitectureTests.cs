using System.Xml.Linq;

namespace AssistantLoop.App.Tests;

public sealed class ArchitectureTests
{
    private const string Bindings = "TorchSharp Microsoft.ML.OnnxRuntime Microsoft.ML.Tokenizers Qdrant.Client";

    // The whole allowed graph, each line with what its references may use in turn. Adding an edge is a design decision.
    private static readonly Dictionary<string, string> s_allowed = new()
    {
        ["Models"] = "Microsoft.ML.Tokenizers",
        ["Training"] = "Models TorchSharp Microsoft.ML.Tokenizers",
        ["Inference"] = "Models Microsoft.ML.OnnxRuntime Microsoft.ML.Tokenizers",
        ["Storage"] = "",
        ["Retrieval"] = "Models Storage Qdrant.Client",
        ["Chat"] = "Retrieval",
        ["Evaluation"] = "Chat Retrieval",
        ["Learning"] = "Evaluation Training Storage Retrieval Chat Models",
        ["App"] = "Models Training Inference Storage Retrieval Chat Evaluation Learning Microsoft.ML.Tokenizers Qdrant.Client",
        ["TorchSharp"] = "",
        ["Microsoft.ML.OnnxRuntime"] = "",
        ["Microsoft.ML.Tokenizers"] = "",
        ["Qdrant.Client"] = "",
    };

    public static TheoryData<string> Projects =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(path => !path.Contains("node_modules", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_design_allows(string path)
    {
        string name = Short(path);
        Assert.True(s_allowed.TryGetValue(name, out string? allowed), $"{name} is not in the design.");
        XDocument project = XDocument.Load(path);
        IEnumerable<string> actual = project.Descendants("ProjectReference").Concat(project.Descendants("EngineReference"))
            .Select(reference => Short(reference.Attribute("Include")!.Value));
        Assert.Empty(actual.Except(allowed.Split(' ')));
    }

    [Fact]
    public void Inference_and_training_never_meet_but_in_files()
    {
        Assert.DoesNotContain("Training", s_allowed["Inference"], StringComparison.Ordinal);
        Assert.DoesNotContain("Inference", s_allowed["Training"] + s_allowed["Learning"], StringComparison.Ordinal);
        Assert.All(Bindings.Split(' '), binding => Assert.Equal("", s_allowed[binding]));
    }

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Assert.DoesNotContain(
            new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
                .Where(file => !file.Contains("node_modules", StringComparison.Ordinal)),
            file => File.ReadLines(file).Skip(400).Any());

    [Fact]
    public void Only_storage_speaks_sql() =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains("AssistantLoop.Storage", StringComparison.Ordinal)
                    && !file.Contains("node_modules", StringComparison.Ordinal)),
            file => File.ReadAllText(file) is var text
                && (text.Contains("INSERT INTO ", StringComparison.Ordinal) || text.Contains("SELECT * FROM", StringComparison.Ordinal)));

    private static string Short(string path) =>
        Path.GetFileNameWithoutExtension(path + (path.EndsWith(".csproj", StringComparison.Ordinal) ? "" : ".csproj"))
            .Replace("AssistantLoop.", "", StringComparison.Ordinal);
}
