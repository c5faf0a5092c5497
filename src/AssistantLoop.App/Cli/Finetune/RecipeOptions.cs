using System.CommandLine;
using AssistantLoop.App.Settings;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
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

    private static readonly Option<string> s_device = new("--device")
    {
        Description = "where the model learns: cpu, cuda or cuda:N",
        DefaultValueFactory = _ => "cpu",
    };

    private static readonly Option<long> s_seed = new("--seed")
    {
        Description = "seed of factors and order",
        DefaultValueFactory = _ => 1,
    };

    public static void AddTo(Command command)
    {
        foreach (Option option in new Option[]
            { s_objective, s_beta, s_learns, s_rank, s_dora, s_rate, s_epochs, s_batch, s_replay, s_device, s_seed })
        {
            command.Add(option);
        }
    }

    /// <summary>The recipe that suits the data, with what the command line says otherwise.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="model">The base.</param>
    /// <param name="from">The adapter that is gone on from, whose shape stays; null: a new one.</param>
    /// <param name="train">What is learnt from.</param>
    /// <param name="heldOut">What the loss is measured on.</param>
    /// <param name="threads">Threads of one operator.</param>
    public static RecipeChoice Choose(
        ParseResult parsed, ModelFolder model, AdapterConfig? from, TrainingSet train, TrainingSet heldOut, int threads)
    {
        if (parsed.GetValue(s_beta) is { } beta && !(beta > 0 && double.IsFinite(beta)))
            throw new SettingException("beta", $"must be over 0; given: {beta}");
        string objective = parsed.GetValue(s_objective) ?? AimText.Automatic(train);
        RecipeChoice choice = AutomaticRecipe.Choose(
            model, train, heldOut, AimText.Parse(objective, parsed.GetValue(s_beta), train), threads,
            parsed.GetValue(s_device)!);
        Recipe recipe = choice.Recipe with { Seed = parsed.GetValue(s_seed), CheckpointEvery = 20 };
        if (parsed.GetValue(s_learns) is { } learns && learns != recipe.Learns)
            recipe = recipe with { Learns = learns, LearningRate = recipe.LearningRate / 10 };
        recipe = from is null ? Shaped(recipe, parsed) : Shaped(recipe, parsed, from);
        if (parsed.GetValue(s_rate) is { } rate) recipe = recipe with { LearningRate = rate };
        if (parsed.GetValue(s_epochs) is { } epochs) recipe = recipe with { Epochs = epochs };
        if (parsed.GetValue(s_batch) is { } batch) recipe = recipe with { BatchSize = batch };
        if (parsed.GetValue(s_replay) is { } replay) recipe = recipe with { ReplayShare = replay };
        recipe.Check();
        return AutomaticRecipe.Review(model, train, heldOut, recipe, choice.Reasons);
    }

    private static Recipe Shaped(Recipe recipe, ParseResult parsed)
    {
        if (parsed.GetValue(s_rank) is { } rank) recipe = recipe with { Rank = rank, Alpha = 2 * rank };
        return parsed.GetValue(s_dora) ? recipe with { Dora = true } : recipe;
    }

    // Of an adapter that is gone on from the shape is given; another one that is asked for is refused.
    private static Recipe Shaped(Recipe recipe, ParseResult parsed, AdapterConfig from)
    {
        if (parsed.GetValue(s_rank) is { } rank && rank != from.Rank)
            throw new SettingException("rank", $"must be {from.Rank}, as the adapter of --from has it, or left out; given: {rank}");
        if (parsed.GetValue(s_dora) && !from.Dora)
            throw new SettingException("dora", "must be left out, as the adapter of --from is without");
        return recipe with
        {
            Rank = from.Rank,
            Alpha = from.Alpha,
            RsLora = from.RsLora,
            Dora = from.Dora,
            TargetModules = from.TargetModules,
        };
    }
}
