using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Pretrain;
using AssistantLoop.Training.Tests.Decoding;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests;

/// <summary>The same passes and runs on a GPU as on the processor.</summary>
public sealed class CudaTests
{
    private const string NoGpu = "This machine's libtorch has no CUDA device.";

    private static readonly ModelConfig s_config = SmallModels.Config() with
    {
        HiddenSize = 128,
        HeadCount = 4,
        KeyValueHeadCount = 2,
        HeadDim = 32,
        IntermediateSize = 96,
        TieWordEmbeddings = true,
    };

    private static readonly PretrainRecipe s_recipe = new()
    {
        HiddenSize = 64,
        LayerCount = 2,
        HeadCount = 2,
        KeyValueHeadCount = 1,
        IntermediateSize = 96,
        VocabularySize = 24,
        MaxPositions = 64,
        Window = 32,
        TokensPerPass = 1024,
        Steps = 60,
        LearningRate = 3e-3,
        HeldOutEvery = 30,
        Device = "cuda",
    };

    [Fact]
    public void Products_copies_and_random_seeds_work()
    {
        Assert.SkipUnless(cuda.is_available(), NoGpu);
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(8, ones(2, 2, device: CUDA).matmul(ones(2, 2, device: CUDA)).sum().item<float>());
        Assert.Equal([1, 2, 3], new long[] { 1, 2, 3 }.On(CUDA).to(CPU).data<long>().ToArray());
        manual_seed(7);
        Tensor first = rand(5, device: CUDA);
        manual_seed(7);
        Assert.True(first.Equals(rand(5, device: CUDA)));
    }

    [Theory]
    [InlineData(false, false, 1e-3)]
    [InlineData(true, false, 0.05)]
    [InlineData(true, true, 0.05)]
    public void Loss_and_gradients_of_packed_texts_are_the_processors(bool narrow, bool checkpointing, double tolerance)
    {
        Assert.SkipUnless(cuda.is_available(), NoGpu);
        TokenBatch batch = Batch();
        (double loss, float[][] gradients) = Backward(CPU, ScalarType.Float32, batch, checkpointing: false);
        (double found, float[][] slopes) =
            Backward(CUDA, narrow ? ScalarType.BFloat16 : ScalarType.Float32, batch, checkpointing);
        Assert.Equal(loss, found, Math.Abs(loss) * tolerance);
        foreach ((float[] wanted, float[] got) in gradients.Zip(slopes))
        {
            double length = Math.Sqrt(wanted.Sum(value => (double)value * value));
            double apart = Math.Sqrt(wanted.Zip(got, (a, b) => (double)(a - b) * (a - b)).Sum());
            Assert.InRange(apart, 0, tolerance * length);
        }
    }

    [Fact]
    public void Texts_of_many_lengths_go_through_one_operator()
    {
        Assert.SkipUnless(cuda.is_available(), NoGpu);
        Assert.SkipUnless(PackedAttention.Suits(CUDA, ScalarType.BFloat16, s_config.HeadDim), "This libtorch has no packed attention.");
        using Decoder decoder = SmallModels.Create(s_config).to(CUDA);
        decoder.ComputeType = ScalarType.BFloat16;
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal([0, 5, 9], decoder.Lay([5, 4]).Bounds!.to(CPU).data<int>().ToArray());
    }

    [Fact]
    public void A_model_learns_and_its_loss_is_told_of_every_step()
    {
        Assert.SkipUnless(cuda.is_available(), NoGpu);
        using TempFolder temp = new();
        Recorder progress = new();
        PretrainResult result = Run(s_recipe, temp, progress, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 60), progress.All.Select(step => step.Step));
        Assert.Equal(2, progress.All.Count(step => step.HeldOutLoss is not null));
        Assert.True(result.HeldOutLoss < 0.6 * progress.All[0].Loss, $"{result.HeldOutLoss} of {progress.All[0].Loss}");
    }

    [Fact]
    public void A_run_stopped_on_the_gpu_goes_on_there_and_on_the_processor()
    {
        Assert.SkipUnless(cuda.is_available(), NoGpu);
        using TempFolder temp = new();
        using CancellationTokenSource stop = new();
        Recorder progress = new() { Each = step => { if (step.Step == 20) stop.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => { Run(s_recipe, temp, progress, stop.Token); });
        int reached = progress.All[^1].Step;
        Run(s_recipe with { Steps = reached + 5 }, temp, progress, CancellationToken.None);
        Run(s_recipe with { Steps = reached + 8, Device = "cpu" }, temp, progress, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, reached + 8), progress.All.Select(step => step.Step));
        Assert.True(progress.All[^1].Loss < progress.All[0].Loss);
    }

    private static (double Loss, float[][] Gradients) Backward(
        Device device, ScalarType type, TokenBatch batch, bool checkpointing)
    {
        using Decoder decoder = SmallModels.Create(s_config).to(device);
        using DisposeScope scope = NewDisposeScope();
        foreach (Parameter weight in decoder.parameters())
        {
            using IDisposable frozen = no_grad();
            if (weight.Dimensions > 1) weight.mul_(0.2);
        }

        decoder.ComputeType = type;
        double loss = LogProbPass.BackwardWeighted(decoder, batch, 0.1, checkpointing).item<double>();
        return (loss, [.. decoder.parameters().Select(weight => DecoderFiles.Values(weight.grad!))]);
    }

    // Texts of many lengths, weighed as pre-training does.
    private static TokenBatch Batch()
    {
        int[] lengths = [17, 3, 64, 64, 130, 1, 40];
        int[] ids = SmallModels.Ids(lengths.Sum());
        float[] weights = [.. ids.Select(id => id % 3 == 0 ? 1f : 0.1f)];
        for (int i = 0, at = 0; i < lengths.Length; at += lengths[i++]) weights[at] = 0;
        return new TokenBatch([.. ids.Select(id => (long)id)], weights, lengths);
    }

    private static PretrainResult Run(
        PretrainRecipe recipe, TempFolder temp, Recorder progress, CancellationToken cancellationToken)
    {
        File.WriteAllText(temp.In("tokenizer.json"), "{}");
        PretrainData data = new(Counting, [.. Counting(0).Take(5)]);
        return Pretraining.Run(
            recipe, data, temp.Path, temp.In("model"), temp.In("checkpoint"), progress, cancellationToken);
    }

    // Texts that count up from a number.
    private static IEnumerable<EncodedChat> Counting(long first)
    {
        for (long index = first; ; index++)
        {
            Random random = new((int)index);
            int[] ids = [0, .. Enumerable.Range(random.Next(5, 12), random.Next(4, 12))];
            yield return new EncodedChat(ids, [.. ids.Select((_, i) => i > 1)]);
        }
    }
}
