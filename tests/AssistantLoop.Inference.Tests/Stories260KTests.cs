using System.Text.Json;

namespace AssistantLoop.Inference.Tests;

/// <summary>A real trained model against logits and ids that an independent program computed in double
/// precision.</summary>
public sealed class Stories260KTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 128)]
    [InlineData(60, 128)]
    [InlineData(60, 7)]
    public async Task Greedy_ids_equal_the_reference(int promptLength, int chunk)
    {
        string folder = Shared.Require("conformance/stories260K");
        int[] expected = Reference(folder).GetProperty("greedy_ids").Deserialize<int[]>()!;
        await using Engine engine = Engine.Load(new EngineOptions
        {
            ModelFolder = folder,
            CacheFolder = _temporary["cache"],
            PrefillChunk = chunk,
        });
        var request = new GenerationRequest
        {
            Prompt = expected[..promptLength],
            MaxTokens = expected.Length - promptLength,
            IdsOnly = true,
        };
        List<GeneratedToken> tokens = await engine.GenerateAsync(request, Stop).ToListAsync(Stop);
        Assert.Equal(expected[promptLength..], tokens.Select(token => token.Id));
        Assert.Equal(GenerationEnd.Length, tokens[^1].End);
    }

    [Fact]
    public void Logits_equal_the_reference()
    {
        string folder = Shared.Require("conformance/stories260K");
        int[] ids = Reference(folder).GetProperty("greedy_ids").Deserialize<int[]>()!;
        double[][] expected = Reference(folder).GetProperty("logits").Deserialize<double[][]>()!;
        float[][] actual = DecoderRuns.TokenByToken(folder, _temporary["cache"], ids[..expected.Length]);
        DecoderRuns.AssertClose(expected, actual, 1e-4);
    }

    public void Dispose() => _temporary.Dispose();

    private static JsonElement Reference(string folder) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "reference.json"))).RootElement;
}
