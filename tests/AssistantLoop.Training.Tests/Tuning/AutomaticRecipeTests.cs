using AssistantLoop.Models;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.Tests.Tuning;

public sealed class AutomaticRecipeTests
{
    // SmolLM2-135M's.
    private static readonly ModelConfig s_big = Decoding.SmallModels.Config() with
    {
        HiddenSize = 576,
        IntermediateSize = 1536,
        LayerCount = 30,
        HeadCount = 9,
        KeyValueHeadCount = 3,
        HeadDim = 64,
        VocabularySize = 49152,
        TieWordEmbeddings = true,
    };

    [Theory]
    [InlineData(10, 2, 75, 85, false)]
    [InlineData(30, 5, 75, 85, false)]
    [InlineData(45, 10, 110, 130, true)]
    [InlineData(100, 20, 280, 330, false)]
    [InlineData(300, 50, 280, 330, false)]
    public void Little_data_gets_so_many_steps_and_stops_early_where_enough_is_held_out_and_little_is_learnt(
        int count, int heldOut, int least, int most, bool stops)
    {
        RecipeChoice choice = Choose(Many(count), TrainingSet.Of([.. Many(count + heldOut).Samples.Skip(count)]));
        int steps = choice.Recipe.Epochs * (int)Math.Ceiling(count / (1 - choice.Recipe.ReplayShare) / choice.Recipe.BatchSize);
        Assert.InRange(steps, least, most);
        Assert.Equal(stops, choice.Recipe.Patience is not null);
        Assert.Contains(choice.Reasons, reason => reason.Name == "rank" && reason.Value == "16");
        Assert.All(choice.Reasons, reason => Assert.NotEmpty(reason.Why));
        choice.Recipe.Check();
    }

    [Theory]
    [InlineData(50, 9, 2)]
    [InlineData(50, 10, 7)]
    public void From_sixty_examples_on_all_projections_learn(int count, int heldOut, int targets)
    {
        Recipe recipe = Choose(Many(count), TrainingSet.Of([.. Many(count + heldOut).Samples.Skip(count)])).Recipe;
        Assert.Equal((targets, 2e-3), (recipe.TargetModules.Count, recipe.LearningRate));
    }

    [Fact]
    public void From_sixty_examples_on_questions_are_put_in_eight_ways_and_more_is_replayed()
    {
        Recipe few = Choose(Many(40), TrainingSet.Of([.. Many(45).Samples.Skip(40)])).Recipe;
        Recipe many = Choose(Many(60), TrainingSet.Of([.. Many(70).Samples.Skip(60)])).Recipe;

        Assert.Equal((1, 0.2), (few.Wordings, few.ReplayShare));
        Assert.Equal((8, 0.35), (many.Wordings, many.ReplayShare));
    }

    [Fact]
    public void Beside_preferences_many_examples_are_learnt_from_in_fewer_steps_at_half_the_rate()
    {
        TrainingSet train = new() { Samples = Many(80).Samples, Pairs = Jobs.Pairs(20) };
        Recipe recipe = Choose(train, TrainingSet.Of([.. Many(100).Samples.Skip(80)]), "sft+0.2*dpo").Recipe;
        Assert.Equal((7, 1e-3, 4), (recipe.TargetModules.Count, recipe.LearningRate, recipe.Patience));
        Assert.InRange(recipe.Epochs * (int)Math.Ceiling(100 * 1.25 / recipe.BatchSize), 110, 130);
    }

    [Fact]
    public void Under_ten_examples_are_refused_those_held_out_included()
    {
        var error = Assert.Throws<TrainingException>(() => { Choose(Many(7), Many(2)); });
        Assert.Contains("There are 9 examples; at least 10", error.Message, StringComparison.Ordinal);
        Choose(Many(8), Many(2));
    }

    [Fact]
    public void Under_one_per_cent_of_a_big_model_learns()
    {
        // By hand: o and down have 576 + 576 and 1536 + 576 rows and columns in each of 30 layers.
        (int rank, long trainable) = AutomaticRecipe.RankOf(s_big);
        Assert.Equal((8, 8L * 30 * (1152 + 2112)), (rank, trainable));
        Assert.InRange(trainable / (double)MemoryEstimate.WeightsOf(s_big), 0, 0.01);
        Assert.Equal(134_515_008, MemoryEstimate.WeightsOf(s_big));
    }

    [Fact]
    public void What_stands_on_both_sides_of_the_split_and_what_is_too_long_is_told()
    {
        ChatSample endless = new([
            new(SampleMessage.User, string.Concat(Enumerable.Repeat("What then? ", 60))), new(SampleMessage.Assistant, "No."),
        ]);
        TrainingSet train = Many(12), twice = TrainingSet.Of([Many(1).Samples[0], .. Many(13).Samples.Skip(12)]);
        RecipeChoice choice = Choose(TrainingSet.Of([.. train.Samples, endless]), twice);
        Assert.Contains(choice.Warnings, warning => warning.StartsWith("1 of 13 examples are over", StringComparison.Ordinal));
        Assert.Contains(choice.Warnings, warning => warning.StartsWith("1 texts stand both", StringComparison.Ordinal));
        Assert.Empty(Choose(train).Warnings);
    }

    [Fact]
    public void Preferences_come_with_imitation()
    {
        Assert.Equal("sft", AimText.Automatic(Many(3)));
        Assert.Equal("sft+dpo", AimText.Automatic(new TrainingSet { Pairs = Jobs.Pairs(3) }));
        Assert.Equal("sft+dpo+kto", AimText.Automatic(new TrainingSet { Pairs = Jobs.Pairs(3), Ratings = Jobs.Ratings(3) }));
    }

    [Fact]
    public void A_rank_over_256_is_warned_of() => Assert.Contains(
        AutomaticRecipe.Warnings(new Recipe { Rank = 300 }, new EncodedSet([], 0, 0), TrainingSet.Empty, TrainingSet.Empty),
        warning => warning.Contains("Rank 300 is over 256", StringComparison.Ordinal));

    private static RecipeChoice Choose(TrainingSet train, TrainingSet? heldOut = null, string aims = "sft")
    {
        using TempFolder temp = new();
        using ModelFolder model = SmallAssistant.Create(temp.In("model"));
        return AutomaticRecipe.Choose(
            model, train, heldOut ?? TrainingSet.Empty, AimText.Parse(aims, null, train), threads: 1);
    }

    private static TrainingSet Many(int count) => TrainingSet.Of([.. Enumerable.Range(0, count).Select(i => new ChatSample([
        new(SampleMessage.User, $"What does item {i} cost?"), new(SampleMessage.Assistant, $"It costs {i}."),
    ]))]);
}
