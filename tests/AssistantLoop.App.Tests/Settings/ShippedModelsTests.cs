using System.Text.Json;
using AssistantLoop.Models.Embedders;

namespace AssistantLoop.App.Tests.Settings;

public sealed class ShippedModelsTests
{
    private static readonly string s_models = Path.Combine(Repository.Root, "models");

    /// <summary>Weights of another embedder would be passed over without a word.</summary>
    [Fact]
    public void The_search_s_weights_were_fitted_with_the_embedder_beside_them()
    {
        using EmbedderFolder embedder = EmbedderFolder.Open(Path.Combine(s_models, "embedder"));
        using JsonDocument weights = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(s_models, "answerability.json")));

        Assert.Equal(embedder.Id, weights.RootElement.GetProperty("embedder").GetString());
    }
}
