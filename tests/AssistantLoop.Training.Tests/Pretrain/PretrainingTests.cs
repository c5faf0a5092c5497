using AssistantLoop.Models;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Pretrain;

namespace AssistantLoop.Training.Tests.Pretrain;

public sealed class PretrainingTests
{
    private static readonly PretrainRecipe s_recipe = new()
    {
        HiddenSize = 16,
        LayerCount = 1,
        HeadCount = 2,
        KeyValueHeadCount = 1,
        IntermediateSize = 24,
        VocabularySize = 24,
        MaxPositions = 64,
        Window = 32,
        TokensPerPass = 128,
        PassesPerStep = 2,
        Steps = 60,
        LearningRate = 1e-2,
        HeldOutEvery = 10,
        Threads = 1,
        BFloat16 = false,
    };

    [Fact]
    public void A_model_learns_the_corpus_and_is_written_as_a_folder()
    {
        using TempFolder temp = new();
        File.WriteAllText(temp.In("tokenizer.json"), "{}");
        Recorder progress = new();
        PretrainResult result = Run(s_recipe, temp, "run", progress, CancellationToken.None);
        Assert.Equal((60, 60 * 256), (result.Steps, result.Tokens));
        Assert.Equal(60, progress.All.Count);
        Assert.Equal(6, progress.All.Count(step => step.HeldOutLoss is not null));
        Assert.True(progress.All[^1].HeldOutLoss < 0.6 * progress.All[9].HeldOutLoss);

        using ModelFolder folder = ModelFolder.Open(temp.In("run/model"));
        using Decoder decoder = DecoderFiles.Load(folder);
        Assert.Equal([6, 7, 8, 9, 10], decoder.Greedy([0, 5], 5, []));
        Assert.True(File.Exists(temp.In("run/model/tokenizer.json")));
    }

    [Fact]
    public void A_run_stopped_and_resumed_gives_the_same_weights_as_one_in_a_piece()
    {
        using TempFolder temp = new();
        PretrainRecipe recipe = s_recipe with { Steps = 12 };
        Run(recipe, temp, "whole", new Recorder(), CancellationToken.None);
        using CancellationTokenSource stop = new();
        Recorder progress = new() { Each = step => { if (step.Step == 5) stop.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => { Run(recipe, temp, "parts", progress, stop.Token); });
        Assert.False(Directory.Exists(temp.In("parts/model")));
        Run(recipe, temp, "parts", progress, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 12), progress.All.Select(step => step.Step));
        Assert.Equal(
            File.ReadAllBytes(temp.In("whole/model/model.safetensors")),
            File.ReadAllBytes(temp.In("parts/model/model.safetensors")));
    }

    [Fact]
    public void A_run_from_a_model_begins_with_its_weights()
    {
        using TempFolder temp = new();
        Run(s_recipe, temp, "first", new Recorder(), CancellationToken.None);
        PretrainRecipe still = s_recipe with { Steps = 1, LearningRate = 1e-12, Seed = 9, From = temp.In("first/model") };
        PretrainResult result = Run(still, temp, "second", new Recorder(), CancellationToken.None);
        Assert.Equal(
            File.ReadAllBytes(temp.In("first/model/model.safetensors")),
            File.ReadAllBytes(temp.In("second/model/model.safetensors")));
        Assert.Equal(1, result.Steps);
    }

    [Fact]
    public void A_share_of_the_weights_before_is_kept()
    {
        using TempFolder temp = new();
        Run(s_recipe with { Steps = 1 }, temp, "first", new Recorder(), CancellationToken.None);
        PretrainRecipe on = s_recipe with { Steps = 5, From = temp.In("first/model") };
        Run(on, temp, "all", new Recorder(), CancellationToken.None);
        Run(on with { KeepShare = 0.25 }, temp, "kept", new Recorder(), CancellationToken.None);
        const string Name = "model.layers.0.mlp.down_proj.weight";
        float[] before = Weight("first"), after = Weight("all"), kept = Weight("kept");
        // Each side was rounded to 8 bits of precision when it was written.
        for (int i = 0; i < kept.Length; i++)
            Assert.Equal((0.25 * before[i]) + (0.75 * after[i]), kept[i], 0.01 * (Math.Abs(before[i]) + Math.Abs(after[i])));

        float[] Weight(string run)
        {
            using ModelFolder folder = ModelFolder.Open(temp.In(run + "/model"));
            return folder.Weights.ReadFloat32(Name);
        }
    }

    [Fact]
    public void Tuning_takes_over_the_shape_of_the_model()
    {
        using TempFolder temp = new();
        Run(s_recipe with { Steps = 1 }, temp, "run", new Recorder(), CancellationToken.None);
        using ModelFolder folder = ModelFolder.Open(temp.In("run/model"));
        PretrainRecipe tuning = new PretrainRecipe { Seed = 3 }.Tuning(folder);
        Assert.Equal(folder.Config with { EosTokenIds = [] }, tuning.ToConfig() with { EosTokenIds = [] });
        Assert.Equal((folder.Path, 3), (tuning.From, tuning.Seed));
    }

    [Fact]
    public void A_checkpoint_of_another_model_is_refused()
    {
        using TempFolder temp = new();
        Run(s_recipe with { Steps = 1 }, temp, "run", new Recorder(), CancellationToken.None);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() =>
        {
            Run(s_recipe with { LayerCount = 2 }, temp, "run", new Recorder(), CancellationToken.None);
        });
        Assert.Contains("of another model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_a_run_that_began_elsewhere_is_refused()
    {
        using TempFolder temp = new();
        Run(s_recipe with { Steps = 1 }, temp, "run", new Recorder(), CancellationToken.None);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() =>
        {
            Run(s_recipe with { From = temp.In("run/model") }, temp, "run", new Recorder(), CancellationToken.None);
        });
        Assert.Contains("began from nothing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_little_data_is_told()
    {
        using TempFolder temp = new();
        PretrainData data = new(first => Counting(first).Take(40), []);
        Assert.Throws<TrainingException>(() =>
        {
            Pretraining.Run(s_recipe, data, temp.Path, temp.In("model"), temp.In("checkpoint"), new Recorder(),
                CancellationToken.None);
        });
        Assert.False(Directory.Exists(temp.In("model")));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run()
    {
        using TempFolder temp = new();
        TrainingException error = Assert.Throws<TrainingException>(() =>
        {
            Run(s_recipe with { LearningRate = 1e30 }, temp, "run", new Recorder(), CancellationToken.None);
        });
        Assert.Contains("lower LearningRate", error.Message, StringComparison.Ordinal);
    }

    private static PretrainResult Run(
        PretrainRecipe recipe, TempFolder temp, string name, Recorder progress, CancellationToken cancellationToken)
    {
        PretrainData data = new(Counting, [.. Counting(0).Take(5)]);
        return Pretraining.Run(
            recipe, data, temp.Path, temp.In($"{name}/model"), temp.In($"{name}/checkpoint"), progress,
            cancellationToken);
    }

    // Texts that count up from a number: what comes next follows from what stands before.
    private static IEnumerable<EncodedChat> Counting(long first)
    {
        for (long index = first; ; index++)
        {
            Random random = new((int)index);
            int start = random.Next(5, 12), length = random.Next(4, 12);
            int[] ids = [0, .. Enumerable.Range(start, length)];
            yield return new EncodedChat(ids, [.. ids.Select((_, i) => i > 1)]);
        }
    }
}
