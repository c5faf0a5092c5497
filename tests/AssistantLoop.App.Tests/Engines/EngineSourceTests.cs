using AssistantLoop.App.Settings;
using AssistantLoop.App.Versions;
using AssistantLoop.Inference;
using AssistantLoop.Models;
using AssistantLoop.Retrieval.Search;
using Microsoft.Extensions.Configuration;

namespace AssistantLoop.App.Tests.Engines;

public sealed class EngineSourceTests : IDisposable
{
    private static readonly string s_starter = Path.Combine(Repository.Root, "models", "starter");

    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-engine-source").FullName;

    [Fact]
    public async Task The_adapter_that_judges_is_loaded_again_where_others_took_its_place()
    {
        await using EngineSource engines = new(Settings(s_starter));

        Assert.True(engines.JudgesRelevance);
        Assert.Equal(64, engines.RelevanceHash!.Length);
        Assert.True(engines.Engine.HasAdapter("relevance"));
        engines.Engine.RemoveAdapter("relevance");
        Assert.True(engines.Engine.HasAdapter(RelevanceAdapter.Ready(engines.Engine)));
    }

    [Fact]
    public async Task One_that_was_made_for_another_base_model_is_refused_when_the_engine_is_loaded()
    {
        string model = Copied();
        string manifest = Path.Combine(model, "relevance", "manifest.json");
        string hash = ModelFolder.Open(s_starter) is var starter ? starter.Hash : "";
        starter.Dispose();
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(hash, new string('0', 64), StringComparison.Ordinal));
        await using EngineSource engines = new(Settings(model));

        ModelFormatException refused = Assert.Throws<ModelFormatException>(() => engines.Engine);

        Assert.Contains("relevance", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_model_without_one_has_no_judge()
    {
        string model = Copied();
        Directory.Delete(Path.Combine(model, "relevance"), recursive: true);
        await using EngineSource engines = new(Settings(model));

        Assert.False(engines.JudgesRelevance);
        Assert.Null(engines.RelevanceHash);
    }

    [Fact]
    public void The_engine_tells_an_answers_likelihood_under_the_name_that_the_judge_asks_for() =>
        Assert.Equal(PassageJudge.Likelihood, EngineChatClient.Likelihood);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Copied()
    {
        string copy = Path.Combine(_folder, "model");
        foreach (string source in Directory.EnumerateFiles(s_starter, "*", SearchOption.AllDirectories))
        {
            string file = Path.Combine(copy, Path.GetRelativePath(s_starter, source));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Copy(source, file);
        }

        return copy;
    }

    private AppSettings Settings(string model) => AppSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["data"] = Path.Combine(_folder, "data"),
            ["model"] = model,
            ["threads"] = "1",
        }).Build(),
        Repository.Root);
}
