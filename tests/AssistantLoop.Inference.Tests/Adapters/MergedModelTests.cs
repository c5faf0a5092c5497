using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Tests.Adapters;

public sealed class MergedModelTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    [Theory]
    [MemberData(nameof(TinyModel.Architectures), MemberType = typeof(TinyModel))]
    public async Task A_merged_folder_answers_as_the_base_with_the_adapter(string architecture)
    {
        ModelConfig config = TinyModel.Config(architecture);
        string folder = TinyModel.Write(_temporary["model"], config);
        string peft = TinyAdapter.Write(_temporary["adapter"], config, rank: 2);
        using (ModelFolder model = ModelFolder.Open(folder))
        {
            MergedModel.Write(model, PeftAdapter.Load(peft, config), _temporary["merged"]);
        }

        int[] prompt = TinyModel.Ids(9, seed: 7);
        List<int> expected = new ReferenceDecoder(folder).Merge(PeftAdapter.Load(peft, config)).Greedy(prompt, 20);
        Assert.Equal(expected, await IdsAsync(_temporary["merged"], null, prompt));
        Assert.Equal(expected, await IdsAsync(folder, peft, prompt));
        Assert.NotEqual(expected, await IdsAsync(folder, null, prompt));
    }

    [Fact]
    public async Task A_merged_DoRA_adapter_answers_as_weights_of_its_magnitudes()
    {
        ModelConfig config = TinyModel.Config(ModelConfig.Qwen2);
        string folder = TinyModel.Write(_temporary["model"], config);
        PeftAdapter adapter = PeftAdapter.Load(TinyAdapter.Write(_temporary["adapter"], config, dora: true), config);
        using (ModelFolder model = ModelFolder.Open(folder))
        {
            MergedModel.Write(model, adapter, _temporary["merged"]);
        }

        int[] prompt = TinyModel.Ids(9, seed: 7);
        List<int> expected = new ReferenceDecoder(folder).Merge(adapter).Greedy(prompt, 20);
        Assert.Equal(expected, await IdsAsync(_temporary["merged"], null, prompt));
    }

    [Fact]
    public async Task An_engine_says_of_a_DoRA_adapter_that_it_must_be_merged()
    {
        ModelConfig config = TinyModel.Config(ModelConfig.Llama);
        string folder = TinyModel.Write(_temporary["model"], config);
        string peft = TinyAdapter.Write(_temporary["adapter"], config, dora: true);
        ModelFormatException error = await Assert.ThrowsAsync<ModelFormatException>(() => IdsAsync(folder, peft, [1, 2]));
        Assert.Contains("./assistantloop models merge", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_there_is_left_alone()
    {
        ModelConfig config = TinyModel.Config(ModelConfig.Llama);
        using ModelFolder model = ModelFolder.Open(TinyModel.Write(_temporary["model"], config));
        PeftAdapter adapter = PeftAdapter.Load(TinyAdapter.Write(_temporary["adapter"], config), config);

        Assert.Contains("already", Assert.Throws<ModelFormatException>(
            () => MergedModel.Write(model, adapter, _temporary["adapter"])).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_temporary["adapter"], PeftAdapter.WeightsFileName)));
    }

    public void Dispose() => _temporary.Dispose();

    private async Task<List<int>> IdsAsync(string folder, string? peft, int[] prompt)
    {
        await using Engine engine = Engine.Load(new EngineOptions
        {
            ModelFolder = folder,
            CacheFolder = _temporary["cache"],
            Threads = 1,
        });
        if (peft is not null)
        {
            engine.AddAdapter("adapter", peft);
        }

        List<int> ids = [];
        await foreach (GeneratedToken token in engine.GenerateAsync(
            new GenerationRequest
            {
                Prompt = prompt,
                MaxTokens = 20,
                IdsOnly = true,
                EndTokens = [],
                AdapterId = peft is null ? null : "adapter",
            },
            TestContext.Current.CancellationToken))
        {
            ids.Add(token.Id);
        }

        return ids;
    }
}
