using System.CommandLine;
using AssistantLoop.App.Settings;
using AssistantLoop.Models;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.App.Cli.Finetune;

/// <summary>What of an automatic recipe the command line may set otherwise.</summary>
internal static class RecipeOptions
{
    private static readonly Option<string> s_objective = new("--objective")
    {
        Description = $"what to minimise, e.g. sft+dpo or 0.5*sft+kto; known: {AimText.Names} (default: what suits the data)",
    };

    private static readonly Option<double?> s_beta = new("--beta")
    {
        Description = "how near preference objectives stay to the reference (default: each one's own)",
    };

    private static readonly Option<Scope?> s_learns = new("--learns")
    {
        Description = "Adapter, LastLayers or All (default: Adapter)",
    };

    private static readonly Option<int?> s_rank = new("--rank") { Description = "rank of the factors; alpha is twice it" };

    private static readonly Option<bool> s_dora = new("--dora") { Description = "learn each row's length apart (DoRA)" };

    private static readonly Option<double?> s_rate = new("--learning-rate") { Description = "highest learning rate" };

    private static readonly Option<int?> s_epochs = new("--epochs") { Description = "times that each example is seen" };

    private static readonly Option<int?> s_batch = new("--batch") { Description = "examples of one step" };

    private static readonly Option<double?> s_replay = new("--replay")
    {
        Description = "general samples' share of what is trained on, against forgetting",
    };

    private static readonly Option<long> s_seed = new("--seed")
    {
        Description = "seed of factors and order",
        DefaultValueFactory = _ => 1,
    };

    public static void AddTo(Command command)
    {
        foreach (Option option in new Option[]
            { s_objective, s_beta, s_learns, s_rank, s_dora, s_rate, s_epochs, s_batch, s_replay, s_seed })
        {
            command.Add(option);
        }
    }

    /// <summary>The recipe that suits the data, with what the command line says otherwise.</summary>
    public static RecipeChoice Choose(
        ParseResult parsed, ModelFolder model, TrainingSet train, TrainingSet heldOut, int threads)
    {
        if (parsed.GetValue(s_beta) is { } beta && !(beta > 0 && double.IsFinite(beta)))
            throw new SettingException("beta", $"must be over 0; given: {beta}");
        string objective = parsed.GetValue(s_objective) ?? AimText.Automatic(train);
        RecipeChoice choice = AutomaticRecipe.Choose(
            model, train, heldOut, AimText.Parse(objective, parsed.GetValue(s_beta), train), threads);
        Recipe recipe = choice.Recipe with { Seed = parsed.GetValue(s_seed), CheckpointEvery = 20 };
        if (parsed.GetValue(s_learns) is { } learns && learns != recipe.Learns)
            recipe = recipe with { Learns = learns, LearningRate = recipe.LearningRate / 10 };
        if (parsed.GetValue(s_rank) is { } rank) recipe = recipe with { Rank = rank, Alpha = 2 * rank };
        if (parsed.GetValue(s_dora)) recipe = recipe with { Dora = true };
        if (parsed.GetValue(s_rate) is { } rate) recipe = recipe with { LearningRate = rate };
        if (parsed.GetValue(s_epochs) is { } epochs) recipe = recipe with { Epochs = epochs };
        if (parsed.GetValue(s_batch) is { } batch) recipe = recipe with { BatchSize = batch };
        if (parsed.GetValue(s_replay) is { } replay) recipe = recipe with { ReplayShare = replay };
        recipe.Check();
        return AutomaticRecipe.Review(model, train, heldOut, recipe, choice.Reasons);
    }
}
