using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Lora;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.Tests.Tuning;

public sealed class FineTuningTests
{
    private static readonly Recipe s_recipe = new()
    {
        LearningRate = 1e-2,
        Epochs = 30,
        BatchSize = 5,
        MaxLength = 100,
        HeldOutEvery = 10,
        Threads = 1,
        BFloat16 = false,
    };

    [Fact]
    public void Ten_samples_are_learnt_by_heart()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        IReadOnlyList<ChatSample> samples = SmallAssistant.Samples(10);
        TuningResult result = Run(model, samples, [], s_recipe with { Epochs = 60 }, temp.In("adapter"));
        Assert.True(result.Losses[^1] < 0.05, $"The last loss is {result.Losses[^1]}.");
        Assert.Equal((10, 0, 120), (result.Examples, result.TooLong, result.Losses.Count));

        using Decoder decoder = DecoderFiles.Load(model);
        using LoraAdapter adapter = LoraAdapter.Attach(
            decoder, PeftAdapter.Load(temp.In("adapter"), model.Config, model.Hash));
        ChatEncoder encoder = new(model.Template, model.Tokenizer);
        foreach (ChatSample sample in samples)
        {
            int[] prompt = encoder.EncodePrompt([.. sample.Messages.Take(2)]);
            string answer = model.Tokenizer.Decode(decoder.Greedy(prompt, 60, model.EndTokenIds), skipSpecial: true).TrimStart();
            Assert.Equal(sample.Messages[2].Content, answer);
        }
    }

    [Fact]
    public void Two_runs_give_the_same_bytes_and_another_seed_gives_others()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        string[] hashes = [.. new[] { (3, "a"), (3, "b"), (4, "c") }.Select(run => Run(
            model, SmallAssistant.Samples(6), [], s_recipe with { Epochs = 2, Seed = run.Item1, Dropout = 0.1 },
            temp.In(run.Item2)).ContentHash)];
        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[0], hashes[2]);
        Assert.Equal(
            File.ReadAllBytes(temp.In("a/adapter_model.safetensors")),
            File.ReadAllBytes(temp.In("b/adapter_model.safetensors")));
    }

    [Fact]
    public void Progress_is_told_at_each_step_and_the_manifest_says_where_the_adapter_comes_from()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        Recorder progress = new();
        TuningJob job = Job(
            model, SmallAssistant.Samples(10), SmallAssistant.Samples(12).Skip(10).ToList(), s_recipe, temp.In("adapter"));
        TuningResult result = FineTuning.Run(job with { DataSetHash = "data-hash" }, progress, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 60), progress.All.Select(step => step.Step));
        Assert.Equal(result.Losses, progress.All.Select(step => step.Loss));
        Assert.Equal((60, 30), (progress.All[^1].Steps, progress.All[^1].Epoch));
        Assert.Equal(result.HeldOutAfter!.Loss, progress.All[^1].HeldOutLoss);
        Assert.True(result.HeldOutAfter.Loss < result.HeldOutBefore!.Loss);

        AdapterManifest manifest = AdapterManifest.Find(temp.In("adapter"))!;
        Assert.Equal((model.Hash, "data-hash", 1L), (manifest.BaseHash, manifest.DataSetHash, manifest.Seed));
        Assert.Equal(16, manifest.Recipe!.Value.GetProperty("rank").GetInt32());
        Assert.Equal(result.HeldOutAfter.Loss, manifest.Metrics["heldOutAfter"]);
    }

    [Fact]
    public void A_cancelled_run_leaves_nothing()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        using CancellationTokenSource stop = new();
        Recorder progress = new() { Each = step => { if (step.Step == 3) stop.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() =>
        {
            FineTuning.Run(
                Job(model, SmallAssistant.Samples(10), [], s_recipe, temp.In("adapter")), progress, stop.Token);
        });
        Assert.Equal(3, progress.All.Count);
        Assert.Equal([temp.In("model")], Directory.GetFileSystemEntries(temp.Path));
    }

    [Fact]
    public void A_sample_without_a_token_to_learn_is_named()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        ChatSample silent = new([.. SmallAssistant.Samples(1)[0].Messages.Select(message =>
            message.Role == SampleMessage.Assistant ? message with { Weight = 0 } : message)]);
        TrainingException error = Assert.Throws<TrainingException>(() =>
        {
            Run(model, [.. SmallAssistant.Samples(2), silent], [], s_recipe, temp.In("adapter"));
        });
        Assert.Contains("Training sample 3 of 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("The spade costs 7 euros", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_that_are_too_long_are_counted_and_left_out()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        ChatSample tooLong = new([
            new SampleMessage(SampleMessage.User, string.Concat(Enumerable.Repeat("What then? ", 60))),
            new SampleMessage(SampleMessage.Assistant, "No."),
        ]);
        Recipe recipe = s_recipe with { Epochs = 1 };
        TuningResult result = Run(model, [tooLong, .. SmallAssistant.Samples(3)], [], recipe, temp.In("adapter"));
        Assert.Equal((3, 1), (result.Examples, result.TooLong));
        TrainingException error = Assert.Throws<TrainingException>(() =>
        {
            Run(model, [tooLong], [], recipe, temp.In("none"));
        });
        Assert.Contains("over 100 tokens", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        TrainingException error = Assert.Throws<TrainingException>(() =>
        {
            Run(model, SmallAssistant.Samples(10), [], s_recipe with { LearningRate = 1e30 }, temp.In("adapter"));
        });
        Assert.Contains("lower LearningRate", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(temp.In("adapter")));
    }

    [Fact]
    public void A_run_without_patience_left_keeps_its_best_factors()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        IReadOnlyList<ChatSample> all = SmallAssistant.Samples(12);
        Recorder progress = new();
        Recipe recipe = s_recipe with { Epochs = 100, HeldOutEvery = 5, Patience = 2 };
        TuningResult result = FineTuning.Run(
            Job(model, [.. all.Take(6)], [.. all.Skip(6)], recipe, temp.In("adapter")), progress, CancellationToken.None);
        double[] measured = [.. progress.All.Select(step => step.HeldOutLoss).OfType<double>()];
        Assert.Contains("no longer falls", result.StopReason, StringComparison.Ordinal);
        Assert.Equal(measured.Min(), result.HeldOutAfter!.Loss);
        Assert.Equal(measured[^3], measured.Min());
    }

    [Fact]
    public void The_best_weights_are_what_is_written()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        IReadOnlyList<ChatSample> all = SmallAssistant.Samples(12);
        Recipe recipe = s_recipe with { Epochs = 100, HeldOutEvery = 5, Patience = 2 };
        TuningResult result = Run(model, [.. all.Take(6)], [.. all.Skip(6)], recipe, temp.In("adapter"));
        using Decoder decoder = DecoderFiles.Load(model);
        using LoraAdapter adapter = LoraAdapter.Attach(
            decoder, PeftAdapter.Load(temp.In("adapter"), model.Config, model.Hash));
        EncodedSet heldOut = new ExampleEncoder(model, recipe).Encode(TrainingSet.Of([.. all.Skip(6)]), "Held-out");
        Assert.Equal(result.HeldOutAfter!.Loss, new Judge(decoder, recipe, null).Measure(heldOut.Examples).Loss, 1e-9);
    }

    [Fact]
    public void The_end_of_an_answer_is_learnt_and_prompts_have_the_ids_that_serving_gives_them()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        ChatSample sample = SmallAssistant.Samples(1)[0];
        EncodedChat text = new ExampleEncoder(model, s_recipe).Encode(TrainingSet.Of([sample]), "A").Examples[0].Texts[0];
        int last = Array.LastIndexOf(text.Trainable, true);
        Assert.Contains(text.Ids[last], model.EndTokenIds);
        int[] prompt = new ChatEncoder(model.Template, model.Tokenizer).EncodePrompt([.. sample.Messages.Take(2)]);
        Assert.Equal(prompt, text.Ids[..prompt.Length]);
        Assert.Equal(prompt.Length, Array.IndexOf(text.Trainable, true));
    }

    private static TuningResult Run(
        ModelFolder model, IReadOnlyList<ChatSample> train, IReadOnlyList<ChatSample> heldOut, Recipe recipe,
        string folder) =>
        FineTuning.Run(Job(model, train, heldOut, recipe, folder), new Recorder(), CancellationToken.None);

    private static TuningJob Job(
        ModelFolder model, IReadOnlyList<ChatSample> train, IReadOnlyList<ChatSample> heldOut, Recipe recipe,
        string folder) => new()
        {
            Base = model,
            Train = TrainingSet.Of(train),
            HeldOut = TrainingSet.Of(heldOut),
            Recipe = recipe,
            Output = folder,
        };
}
