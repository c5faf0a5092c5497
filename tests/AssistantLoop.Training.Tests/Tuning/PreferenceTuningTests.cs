using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Training.Objectives;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.Tests.Tuning;

public sealed class PreferenceTuningTests
{
    [Theory]
    [InlineData("dpo", 0.693147)]
    [InlineData("robust-dpo", 0.693147)]
    [InlineData("conservative-dpo", 0.693147)]
    [InlineData("ipo", 25)]
    public void At_the_reference_a_pair_costs_what_the_formula_says_and_training_prefers_the_chosen(string aim, double loss)
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        TrainingSet pairs = new() { Pairs = Jobs.Pairs(10) };
        Recipe recipe = Jobs.Recipe with { Aims = AimText.Parse(aim, null, pairs), Epochs = 10, LearningRate = 2e-3 };
        TuningJob job = Jobs.Of(model, pairs, recipe, temp.In("adapter")) with { HeldOut = new() { Pairs = Jobs.Pairs(3) } };
        TuningResult result = Jobs.Run(job);

        Assert.Equal(loss, result.Losses[0], 1e-5);
        Assert.Equal(loss, result.HeldOutBefore!.Loss, 1e-5);
        Assert.Equal(0, result.HeldOutBefore.Margin!.Value, 1e-4);
        Assert.Equal(0, result.HeldOutBefore.Chosen!.Value, 1e-4);
        Assert.True(result.HeldOutAfter!.Loss < loss);
        Assert.Equal(1.0, result.HeldOutAfter.Accuracy);
    }

    [Fact]
    public void At_the_reference_a_rating_costs_a_half_and_training_lowers_it()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        TrainingSet ratings = new() { Ratings = Jobs.Ratings(10) };
        Recipe recipe = Jobs.Recipe with { Aims = AimText.Parse("kto", null, ratings), Epochs = 5, LearningRate = 2e-3 };
        TuningResult result = Jobs.Run(Jobs.Of(model, ratings, recipe, temp.In("adapter")));
        Assert.Equal(0.5, result.Losses[0], 1e-5);
        Assert.True(result.Losses[^1] < 0.3, $"The last loss is {result.Losses[^1]}.");
    }

    [Fact]
    public void Pairs_have_their_reference_in_every_wording()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        TrainingSet both = new() { Samples = SmallAssistant.Samples(5), Pairs = Jobs.Pairs(5) };
        Recipe recipe = Jobs.Recipe with { Aims = AimText.Parse("sft+dpo", null, both), Epochs = 4, Wordings = 2 };

        TuningResult result = Jobs.Run(Jobs.Of(model, both, recipe, temp.In("adapter")));

        Assert.Equal(8, result.Losses.Count);
        Assert.All(result.Losses, loss => Assert.True(double.IsFinite(loss)));
    }

    [Fact]
    public void Where_no_general_sample_is_short_enough_none_is_replayed()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        TrainingSet samples = TrainingSet.Of(SmallAssistant.Samples(5));
        Recipe recipe = Jobs.Recipe with { MaxLength = SmallAssistant.Samples(5).Max(sample => sample.Messages.Sum(m => m.Content.Length)), ReplayShare = 0.5 };

        Assert.Equal(0, Jobs.Run(Jobs.Of(model, samples, recipe, temp.In("adapter"))).Replayed);
    }

    [Fact]
    public void General_samples_are_imitated_beside_preferences()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"), maxPositions: 4096);
        TrainingSet ratings = new() { Ratings = Jobs.Ratings(4) };
        Recipe recipe = Jobs.Recipe with
        {
            Aims = AimText.Parse("kto", null, ratings),
            BatchSize = 100,
            MaxLength = 4000,
            ReplayShare = 0.5,
        };
        TuningResult replayed = Jobs.Run(Jobs.Of(model, ratings, recipe, temp.In("both")));
        Assert.InRange(replayed.Replayed, 1, 8);
        Assert.True(replayed.Losses[0] > 0.5 + 1, $"The loss is {replayed.Losses[0]}: no general sample is in it.");
        TuningResult alone = Jobs.Run(Jobs.Of(model, ratings, recipe with { ReplayShare = 0 }, temp.In("one")));
        Assert.Equal(0.5, alone.Losses[0], 1e-5);
    }

    [Fact]
    public void The_reference_of_an_adapter_that_is_gone_on_from_is_that_adapter_as_it_was()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        TrainingSet pairs = new() { Pairs = Jobs.Pairs(10) };
        Recipe recipe = Jobs.Recipe with { Aims = AimText.Parse("dpo", null, pairs), Epochs = 3, LearningRate = 2e-3 };
        TuningResult first = Jobs.Run(Jobs.Of(model, pairs, recipe, temp.In("first")));
        TuningResult second = Jobs.Run(Jobs.Of(model, pairs, recipe, temp.In("second")) with
        {
            From = PeftAdapter.Load(temp.In("first"), model.Config, model.Hash),
            FromHash = first.ContentHash,
        });
        Assert.Equal(Math.Log(2), second.Losses[0], 1e-5);
        Assert.NotEqual(first.ContentHash, second.ContentHash);
        Assert.Equal(first.ContentHash, AdapterManifest.Find(temp.In("second"))!.Parent);
    }

    [Fact]
    public void Imitation_and_preference_are_learnt_together_and_of_samples_only_the_one()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        TrainingSet mixed = new() { Samples = SmallAssistant.Samples(5), Pairs = Jobs.Pairs(5) };
        Recipe recipe = Jobs.Recipe with { Aims = AimText.Parse("0.5*sft + dpo", null, mixed), BatchSize = 10 };
        TuningResult both = Jobs.Run(Jobs.Of(model, mixed, recipe, temp.In("both")));
        TuningResult imitated = Jobs.Run(Jobs.Of(
            model, mixed, recipe with { Aims = AimText.Parse("sft", null, mixed) }, temp.In("one")));
        Assert.Equal((0.5 * imitated.Losses[0]) + Math.Log(2), both.Losses[0], 1e-5);
    }

    [Fact]
    public void A_weight_of_two_counts_as_the_example_twice()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        TrainingSet three = TrainingSet.Of(SmallAssistant.Samples(3));
        Recipe recipe = Jobs.Recipe with { BatchSize = 10, LearningRate = 1e-3 };
        TuningResult weighed = Jobs.Run(Jobs.Of(
            model, three with { WeightOf = sample => ReferenceEquals(sample, three.Samples[1]) ? 2 : 1 }, recipe, temp.In("weighed")));
        TuningResult twice = Jobs.Run(Jobs.Of(
            model, TrainingSet.Of([.. three.Samples, three.Samples[1]]), recipe, temp.In("twice")));
        Assert.Equal(twice.Losses[0], weighed.Losses[0], 1e-5);
        var error = Assert.Throws<TrainingException>(() =>
        {
            Jobs.Run(Jobs.Of(model, three with { WeightOf = _ => 0 }, recipe, temp.In("none")));
        });
        Assert.Contains("weight must be a number over 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Chosen_answers_that_become_less_likely_stop_a_run()
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        TrainingSet pairs = new() { Pairs = [.. Jobs.Pairs(10).Select(pair => pair with { Chosen = pair.Rejected, Rejected = pair.Chosen })] };

        // An objective that pushes both answers down, as preference objectives can.
        Recipe recipe = Jobs.Recipe with { Aims = [new(new Down())], Epochs = 100, MaxDisplacement = 0.2 };
        TuningResult result = Jobs.Run(Jobs.Of(model, pairs, recipe, temp.In("adapter")));
        Assert.Contains("less likely", result.StopReason, StringComparison.Ordinal);
        Assert.InRange(result.Losses.Count, 10, 60);
    }

    [Theory]
    [InlineData("ppo", "no objective \"ppo\"")]
    [InlineData("0*sft", "over 0")]
    [InlineData("sft+", "no objective \"\"")]
    public void An_objective_that_is_not_known_is_named(string text, string expected)
    {
        var error = Assert.Throws<TrainingException>(() => { AimText.Parse(text, null, TrainingSet.Empty); });
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private sealed class Down : IObjective
    {
        public string Name => "down";

        public IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>();

        public bool NeedsReference => false;

        public bool Takes(Example example) => example.Kind == ExampleKind.Pair;

        public double Weight(Example example) => 1;

        public TorchSharp.torch.Tensor Losses(ScoredExamples examples) => ScoredExamples.Pairs(examples.Means()).Chosen;
    }
}
