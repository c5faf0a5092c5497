using AssistantLoop.Models;
using AssistantLoop.Training.Tests.Tuning;
using AssistantLoop.Training.Tuning;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests;

/// <summary>Fine-tuning on a GPU as on the processor.</summary>
public sealed class CudaTuningTests
{
    private const string NoGpu = "This machine's libtorch has no CUDA device.";

    private static readonly Recipe s_recipe = Jobs.Recipe with { LearningRate = 1e-3, Epochs = 2, HeldOutEvery = 1 };

    [Theory]
    [InlineData("sft", false, 0.01)]
    [InlineData("sft", true, 0.05)]
    [InlineData("dpo", false, 0.01)]
    [InlineData("dpo", true, 0.25)]
    [InlineData("sft+orpo+kto", false, 0.01)]
    public void Losses_of_an_adapter_are_the_processors(string objective, bool narrow, double tolerance)
    {
        Assert.SkipUnless(cuda.is_available(), NoGpu);
        Compare(objective, narrow, tolerance, s_recipe);
    }

    [Theory]
    [InlineData(Scope.Adapter, true)]
    [InlineData(Scope.LastLayers, false)]
    [InlineData(Scope.All, false)]
    public void Losses_of_other_ways_to_learn_are_the_processors(Scope learns, bool dora)
    {
        Assert.SkipUnless(cuda.is_available(), NoGpu);
        Compare("sft+dpo", narrow: false, 0.01, s_recipe with
        {
            Learns = learns,
            LastLayers = 1,
            Dora = dora,
            EightBitOptimizer = learns == Scope.All,
            GradientCheckpointing = true,
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_stopped_on_the_gpu_goes_on_there_and_on_the_processor(bool eightBits)
    {
        Assert.SkipUnless(cuda.is_available(), NoGpu);
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        Recipe recipe = s_recipe with
        {
            Epochs = 3,
            Dropout = 0.2,
            EightBitOptimizer = eightBits,
            GradientCheckpointing = true,
            CheckpointEvery = 1,
            Patience = 9,
        };
        TuningJob job = Job(model, "sft", recipe.On("cuda"), temp.In("out")) with { RunFolder = temp.In("run") };
        foreach (int last in new[] { 2, 4 })
        {
            Recorder falls = new() { Each = at => { if (at.Step == last) throw new IOException("The power went."); } };
            Assert.Throws<IOException>(() => { Jobs.Run(job, falls); });
        }

        Recorder rest = new();
        TuningResult result = Jobs.Run(job with { Recipe = recipe }, rest);
        Assert.Equal([4, 5, 6], rest.All.Select(at => at.Step));
        Assert.True(result.HeldOutAfter!.Loss < result.HeldOutBefore!.Loss);
    }

    private static void Compare(string objective, bool narrow, double tolerance, Recipe recipe)
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"), headDim: narrow ? 16 : 12);
        TuningResult wanted = Jobs.Run(Job(model, objective, recipe, temp.In("cpu")));
        TuningResult found = Jobs.Run(Job(
            model, objective, (recipe with { BFloat16 = narrow }).On("cuda"), temp.In("cuda")));
        Assert.All(wanted.Losses.Zip(found.Losses), pair =>
            Assert.Equal(pair.First, pair.Second, tolerance * Math.Abs(pair.First)));
        Assert.Equal(
            wanted.HeldOutAfter!.Loss, found.HeldOutAfter!.Loss, tolerance * Math.Abs(wanted.HeldOutAfter.Loss));
        Assert.Equal(wanted.TrainableShare, found.TrainableShare);
    }

    private static TuningJob Job(ModelFolder model, string objective, Recipe recipe, string output)
    {
        TrainingSet all = objective == "sft"
            ? TrainingSet.Of(SmallAssistant.Samples(10))
            : new() { Samples = SmallAssistant.Samples(5), Pairs = Jobs.Pairs(5), Ratings = Jobs.Ratings(3) };
        return Jobs.Of(model, all, recipe with { Aims = AimText.Parse(objective, null, all) }, output) with
        {
            HeldOut = objective == "sft" ? TrainingSet.Of(SmallAssistant.Samples(3)) : new() { Pairs = Jobs.Pairs(3) },
        };
    }
}
