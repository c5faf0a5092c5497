using AssistantLoop.Models;
using AssistantLoop.Models.Embedders;
using AssistantLoop.Models.Tokenization;
using AssistantLoop.Training.Embeddings;

namespace AssistantLoop.Training.Tests.Embeddings;

public sealed class EmbedderTrainingTests
{
    private static readonly EmbedderRecipe s_recipe = new()
    {
        HiddenSize = 16,
        LayerCount = 1,
        HeadCount = 2,
        IntermediateSize = 24,
        VocabularySize = 600,
        TrainingTokens = 64,
        PairsPerStep = 16,
        TokensPerPass = 512,
        LearningRate = 5e-3,
        HeldOutEvery = 1000,
        Threads = 1,
        BFloat16 = false,
    };

    [Fact]
    public void An_embedder_learns_to_find_passages_and_is_written_as_a_folder()
    {
        using TempFolder temp = Prepared(out EmbedderData data);
        Steps progress = new();

        EmbedderResult result = Run(s_recipe with { Steps = 400 }, data, temp, "run", progress, CancellationToken.None);

        Assert.Equal((400, 6400), (result.Steps, result.Pairs));
        Assert.True(
            result.Trained["corpus"].Mrr > 1.3 * result.Before["corpus"].Mrr,
            $"from {result.Before["corpus"]} to {result.Trained["corpus"]}; losses {string.Join(' ', progress.Losses.Select(loss => $"{loss:0.00}"))}");
        using EmbedderFolder folder = EmbedderFolder.Open(temp.In("run/model"));
        Assert.Equal((16, Pooling.Mean), (folder.Config.HiddenSize, folder.Pooling));
    }

    [Fact]
    public void A_run_stopped_and_resumed_gives_the_same_weights_as_one_in_a_piece()
    {
        using TempFolder temp = Prepared(out EmbedderData data);
        EmbedderRecipe recipe = s_recipe with { Steps = 6 };
        Run(recipe, data, temp, "whole", new Steps(), CancellationToken.None);
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(
            () => Run(recipe, data, temp, "parts", new Steps { StopAt = 3, Stop = stop }, stop.Token));
        Assert.False(Directory.Exists(temp.In("parts/model")));

        Run(recipe, data, temp, "parts", new Steps(), CancellationToken.None);

        Assert.Equal(
            File.ReadAllBytes(temp.In("whole/model/model.safetensors")), File.ReadAllBytes(temp.In("parts/model/model.safetensors")));
    }

    [Fact]
    public void A_run_goes_on_from_another_embedder_and_its_vocabulary()
    {
        using TempFolder temp = Prepared(out EmbedderData data);
        EmbedderRecipe recipe = s_recipe with { Steps = 2 };
        Run(recipe, data, temp, "run", new Steps(), CancellationToken.None);
        File.Delete(temp.In("parts/vocab.txt"));

        // Steps of no size: what is written is what it went on from.
        Run(
            recipe with { From = temp.In("run/model"), LearningRate = 0 }, data, temp, "parts", new Steps(),
            CancellationToken.None);

        Assert.Equal(File.ReadAllLines(temp.In("run/model/vocab.txt")), File.ReadAllLines(temp.In("parts/model/vocab.txt")));
        using EmbedderFolder before = EmbedderFolder.Open(temp.In("run/model")), after = EmbedderFolder.Open(temp.In("parts/model"));
        Assert.All(
            EncoderLayout.TensorsOf(before.Config),
            tensor => Assert.Equal(before.ReadWeights(tensor.Name), after.ReadWeights(tensor.Name)));
    }

    [Fact]
    public void An_embedder_of_another_shape_is_not_gone_on_from()
    {
        using TempFolder temp = Prepared(out EmbedderData data);
        Run(s_recipe with { Steps = 1 }, data, temp, "run", new Steps(), CancellationToken.None);

        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Run(
            s_recipe with { Steps = 1, LayerCount = 2, From = temp.In("run/model") }, data, temp, "parts", new Steps(),
            CancellationToken.None));

        Assert.Contains("another shape", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_encoder_is_refused()
    {
        using TempFolder temp = Prepared(out EmbedderData data);
        Run(s_recipe with { Steps = 1 }, data, temp, "run", new Steps(), CancellationToken.None);

        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Run(
            s_recipe with { Steps = 1, LayerCount = 2 }, data, temp, "run", new Steps(), CancellationToken.None));

        Assert.Contains("another encoder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_another_run_left_in_a_folder_is_not_gone_on_from()
    {
        using TempFolder temp = Prepared(out EmbedderData data);
        EmbedderRecipe recipe = s_recipe with { Steps = 1 };
        Run(recipe, data, temp, "run", new Steps(), CancellationToken.None);

        ModelFormatException checkpoint = Assert.Throws<ModelFormatException>(() => Run(
            recipe with { From = temp.In("run/model") }, data, temp, "run", new Steps(), CancellationToken.None));
        File.AppendAllText(temp.In("parts/vocab.txt"), "other\n");
        ModelFormatException vocabulary = Assert.Throws<ModelFormatException>(() => Run(
            recipe with { From = temp.In("run/model") }, data, temp, "parts", new Steps(), CancellationToken.None));

        Assert.Contains("began from nothing", checkpoint.Message, StringComparison.Ordinal);
        Assert.Contains("is not the vocabulary of", vocabulary.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named() => Assert.Contains(
        "/nowhere", Assert.Throws<ModelFormatException>(() => EmbedderData.Read(1, "/nowhere", null)).Message, StringComparison.Ordinal);

    private static TempFolder Prepared(out EmbedderData data)
    {
        TempFolder temp = new();
        data = EmbedderData.Read(1, null, null);

        // A vocabulary of some texts: one of all would take most of the test's time.
        EmbedderData texts = data;
        IReadOnlyList<string> vocabulary = WordPieceTrainer.Train(
            Enumerable.Range(0, 300).Select(number => texts.Pair(number)).SelectMany(pair => (string[])[pair.Query, pair.Text]),
            s_recipe.VocabularySize);
        foreach (string run in (string[])["run", "whole", "parts"])
        {
            Directory.CreateDirectory(temp.In(run));
            WordPieceTrainer.Write(vocabulary, temp.In($"{run}/vocab.txt"));
        }

        return temp;
    }

    private static EmbedderResult Run(
        EmbedderRecipe recipe, EmbedderData data, TempFolder temp, string run, Steps steps, CancellationToken token) =>
        EmbedderTraining.Run(recipe, data, temp.In(run), temp.In($"{run}/model"), steps, token);

    private sealed class Steps : IProgress<EmbedderProgress>
    {
        public List<double> Losses { get; } = [];

        public int StopAt { get; init; }

        public CancellationTokenSource? Stop { get; init; }

        public void Report(EmbedderProgress value)
        {
            Losses.Add(value.Loss);
            if (value.Step == StopAt) Stop?.Cancel();
        }
    }
}
