using AssistantLoop.Models.Adapters;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Generation;
using AssistantLoop.Training.Lora;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Optimizers;
using AssistantLoop.Training.Tests.Decoding;
using AssistantLoop.Training.Tests.Lora;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests;

/// <summary>Counts native tensors, so no other test may run beside it.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Fact]
    public void A_greedy_answer_leaves_no_tensor_behind()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        decoder.Greedy(SmallModels.Ids(5), 3, []);
        long before = Count();
        decoder.Greedy(SmallModels.Ids(5), 3, []);
        Assert.Equal(before, Count());
    }

    [Fact]
    public void Drawn_answers_leave_no_tensor_behind()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        Draw();
        long before = Count();
        Draw();
        Assert.Equal(before, Count());

        void Draw() => new Sampler(decoder).Sample(
            SmallModels.Ids(5),
            new SamplingOptions { Answers = 6, MaxTokens = 30, TopP = 0.9, EndIds = [5, 6, 7, 8] },
            seed: 1,
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_thousand_steps_leave_no_tensor_behind()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        using AdamW optimizer = optim.AdamW(decoder.parameters(), 1e-3);
        TokenBatch batch = new(
            [.. SmallModels.Ids(12).Select(id => (long)id)], [0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1], [6, 6]);
        long before = 0;
        for (int step = 0; step < 1000; step++)
        {
            optimizer.zero_grad();
            TokenLoss.Backward(decoder, batch, 0.1);
            optimizer.step();
            if (step == 1) before = Count();
        }

        Assert.Equal(before, Count());
    }

    [Fact]
    public void A_hundred_steps_of_DoRA_in_8_bits_leave_no_tensor_behind()
    {
        using Decoder decoder = SmallModels.Create(SmallModels.Config());
        decoder.ComputeType = ScalarType.BFloat16;
        AdapterConfig config = new() { Rank = 2, Alpha = 4, Dora = true, TargetModules = AdapterConfig.AllLinear };
        using LoraAdapter adapter = LoraAdapter.Attach(decoder, config, seed: 1);
        using AdamW8Bit optimizer = new(adapter.Parameters);
        long before = 0;
        for (int step = 0; step < 100; step++)
        {
            LoraRuns.Learn(decoder, optimizer);
            using (adapter.AsReference()) LoraRuns.Logits(decoder);
            if (step == 1) before = Count();
        }

        Assert.Equal(before, Count());
    }

    // Without those that tests before left to the garbage collector.
    private static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
