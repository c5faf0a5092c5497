using AssistantLoop.Models;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.Tests.Tuning;

public sealed class ResumeTests
{
    [Theory]
    [InlineData(Scope.Adapter, false)]
    [InlineData(Scope.Adapter, true)]
    [InlineData(Scope.All, false)]
    [InlineData(Scope.LastLayers, true)]
    public void Four_steps_equal_two_a_fall_and_two_more_bit_for_bit(Scope learns, bool eightBits)
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        Recipe recipe = Jobs.Recipe with
        {
            Learns = learns,
            LastLayers = 1,
            EightBitOptimizer = eightBits,
            Epochs = 2,
            Dropout = 0.2,
            CheckpointEvery = 1,
            HeldOutEvery = 1,
            Patience = 3,
        };
        TuningJob job = Jobs.Of(model, TrainingSet.Of(SmallAssistant.Samples(10)), recipe, temp.In("whole")) with
        {
            HeldOut = TrainingSet.Of([.. SmallAssistant.Samples(12).Skip(10)]),
        };
        TuningResult whole = Jobs.Run(job);

        TuningJob cut = job with { Output = temp.In("cut"), RunFolder = temp.In("run") };
        Recorder falls = new() { Each = at => { if (at.Step == 3) throw new IOException("The power went."); } };
        Assert.Throws<IOException>(() => { Jobs.Run(cut, falls); });
        Recorder rest = new();
        TuningResult resumed = Jobs.Run(cut, rest);

        Assert.Equal([3, 4], rest.All.Select(at => at.Step));
        Assert.Equal(whole.Losses, resumed.Losses);
        Assert.Equal(whole.HeldOutAfter, resumed.HeldOutAfter);
        string weights = learns == Scope.Adapter ? "adapter_model.safetensors" : "model.safetensors";
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(temp.In("whole"), weights)),
            File.ReadAllBytes(Path.Combine(temp.In("cut"), weights)));
        Assert.Equal(4, File.ReadAllLines(temp.In("run/log.jsonl")).Length);
    }

    [Fact]
    public void A_checkpoint_of_another_data_set_is_refused()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        Recipe recipe = Jobs.Recipe with { CheckpointEvery = 1 };
        TuningJob job = Jobs.Of(model, TrainingSet.Of(SmallAssistant.Samples(10)), recipe, temp.In("out")) with
        {
            RunFolder = temp.In("run"),
        };
        Jobs.Run(job);
        var error = Assert.Throws<ModelFormatException>(() =>
        {
            Jobs.Run(job with { Train = TrainingSet.Of(SmallAssistant.Samples(9)) });
        });
        Assert.Contains("another model, recipe or data set", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_is_of_no_device()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        TuningJob job = Jobs.Of(model, TrainingSet.Of(SmallAssistant.Samples(10)), Jobs.Recipe, temp.In("out"));
        string key = FineTuning.KeyOf(job);
        Assert.Equal(key, FineTuning.KeyOf(job with
        {
            Recipe = Jobs.Recipe with { Device = "cuda:1", TokensPerPass = 65_536 },
        }));
        Assert.NotEqual(key, FineTuning.KeyOf(job with { Recipe = Jobs.Recipe with { Rank = 8 } }));
    }

    [Fact]
    public void A_cancelled_run_goes_on_from_the_step_it_had_reached()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        using CancellationTokenSource stop = new();
        Recipe recipe = Jobs.Recipe with { Epochs = 3, CheckpointEvery = 100 };
        TuningJob job = Jobs.Of(model, TrainingSet.Of(SmallAssistant.Samples(10)), recipe, temp.In("out")) with
        {
            RunFolder = temp.In("run"),
        };
        Recorder first = new() { Each = at => { if (at.Step == 3) stop.Cancel(); } }, rest = new();
        Assert.Throws<OperationCanceledException>(() => { FineTuning.Run(job, first, stop.Token); });
        Jobs.Run(job, rest);
        Assert.Equal([4, 5, 6], rest.All.Select(at => at.Step));
    }

    [Fact]
    public void A_half_written_checkpoint_is_passed_over()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        Recipe recipe = Jobs.Recipe with { CheckpointEvery = 1 };
        TuningJob job = Jobs.Of(model, TrainingSet.Of(SmallAssistant.Samples(10)), recipe, temp.In("out")) with
        {
            RunFolder = temp.In("run"),
        };
        TuningResult first = Jobs.Run(job);
        Directory.CreateDirectory(temp.In("run/checkpoints/step-000009.1-1.part"));
        Assert.Equal(first.Losses, Jobs.Run(job).Losses);
    }
}
