using System.Globalization;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.Configuration;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Objectives;

namespace AssistantLoop.Training.Tuning;

/// <summary>Chooses a recipe for a data set and a model, and says why.</summary>
public static class AutomaticRecipe
{
    /// <summary>The fewest examples that a recipe is chosen for, those held out included.</summary>
    public const int Fewest = 10;

    /// <summary>From so many examples on, questions have frames enough to learn what to look at, and training goes to its end.</summary>
    public const int ManyExamples = 60;

    private const int WantedSteps = 120;
    private const int FewerSteps = 80;
    private const int MoreSteps = 300;

    // The loss of fewer examples than this falls and rises by chance: it says nothing about when to stop.
    private const int TellingHeldOut = 8;
    private const double MostTrainable = 0.01;
    private const long BigModel = 100_000_000;

    private const int ManyWordings = 8;
    private const double ReplayOfFew = 0.2, ReplayOfMany = 0.35;

    private static readonly string[] s_targets = ["o_proj", "down_proj"];

    /// <summary>
    /// About 120 steps of 8 examples, of 4 with under 16, and a learning rate that falls with the model's width, from
    /// 2e-3 at 512 and below. That is enough to learn 20 samples by heart, so three things keep what the base knows:
    /// held-out examples say when to stop, or the run is a third shorter where they are too few to say anything;
    /// general samples are replayed, a quarter as many; and under 60 examples only the projections that write into the residual
    /// stream are adapted, which leaves where attention looks, and so how facts are found, as it was. From 60 on all are, in
    /// about 300 steps, as what is taught then must be told apart by the question's words, in eight wordings of each question and
    /// with more that is replayed, and to the end, where the rate has fallen: the held-out loss, most of which is facts that
    /// nobody could guess, would stop it at a high rate with weights that stammer. Beside preferences, which pull far
    /// already, it is 120 steps at half the rate.
    /// </summary>
    /// <param name="model">The base.</param>
    /// <param name="train">What is learnt from.</param>
    /// <param name="heldOut">What the loss is measured on.</param>
    /// <param name="aims">What to minimise.</param>
    /// <param name="threads">Threads of one operator.</param>
    /// <param name="device">Where the model learns: cpu, cuda or cuda:N.</param>
    /// <exception cref="TrainingException">There are under <see cref="Fewest"/> examples, or memory holds no pass of
    /// even one of them, or there is no such device.</exception>
    public static RecipeChoice Choose(
        ModelFolder model, TrainingSet train, TrainingSet heldOut, IReadOnlyList<Aim> aims, int threads,
        string device = "cpu")
    {
        int count = train.Count + heldOut.Count;
        if (count < Fewest)
        {
            throw new TrainingException($"There are {count} examples; at least {Fewest} are needed to learn from and to "
                + "measure on. Collect more corrections or ratings.");
        }

        ModelConfig config = model.Config;
        int batch = train.Count < 16 ? 4 : 8;
        bool many = count >= ManyExamples, imitates = aims.All(aim => aim.Objective is SftObjective);
        bool whole = many && imitates;
        IReadOnlyList<string> targets = many ? AdapterConfig.AllLinear : s_targets;
        int rank = RankOf(config, targets).Rank;
        double replay = whole ? ReplayOfMany : ReplayOfFew;
        bool telling = heldOut.Count >= TellingHeldOut;
        Recipe recipe = new()
        {
            Aims = aims,
            Rank = rank,
            Alpha = 2 * rank,
            TargetModules = targets,
            BatchSize = batch,
            ReplayShare = replay,
            Wordings = whole ? ManyWordings : 1,
            Epochs = Epochs(train.Count / (1 - replay), batch, whole ? MoreSteps : telling ? WantedSteps : FewerSteps),
            LearningRate = RateOf(aims) * (many && !imitates ? 0.5 : 1) * Math.Min(1, 512.0 / config.HiddenSize),
            HeldOutEvery = 10,
            Patience = telling && !whole ? 4 : null,
            Threads = threads,
        };
        return Review(model, train, heldOut, recipe.On(device), Reasons(recipe, train, config, whole));
    }

    /// <summary>A recipe with what it costs here and what to look at; on the processor passes are made to fit the free
    /// memory, and on a GPU a run makes them smaller itself.</summary>
    /// <param name="model">The base.</param>
    /// <param name="train">What is learnt from.</param>
    /// <param name="heldOut">What the loss is measured on.</param>
    /// <param name="recipe">The recipe, chosen here or changed by hand.</param>
    /// <param name="reasons">Why it was chosen; a value that was changed since is told as such.</param>
    /// <exception cref="TrainingException">Memory holds no pass of even one example.</exception>
    public static RecipeChoice Review(
        ModelFolder model, TrainingSet train, TrainingSet heldOut, Recipe recipe, IReadOnlyList<RecipeReason> reasons)
    {
        ModelConfig config = model.Config;
        EncodedSet encoded = new ExampleEncoder(model, recipe).Encode(train, "Training");
        int longest = encoded.Examples.Select(example => example.Length).DefaultIfEmpty(1).Max();
        long trainable = Trainable(config, recipe), all = MemoryEstimate.WeightsOf(config);
        (Recipe fitting, MemoryEstimate memory) = Fit(config, recipe, trainable, longest);
        bool cut = fitting != recipe;
        recipe = fitting;
        double share = trainable / (double)(recipe.Learns == Scope.Adapter ? trainable + all : all);
        long tokens = (long)(encoded.Examples.Sum(example => (long)example.Length) / (1 - recipe.ReplayShare));
        Dictionary<string, string> values = Values(recipe);
        IReadOnlyList<RecipeReason> kept =
        [
            .. reasons.Select(reason => values[reason.Name] == reason.Value
                ? reason
                : reason with { Value = values[reason.Name], Why = "as asked for" }),
        ];
        return new RecipeChoice(
            recipe, kept, [.. cut ? [Short(recipe)] : Array.Empty<string>(), .. Warnings(recipe, encoded, train, heldOut)],
            share, memory, TimeEstimate.Of(config, recipe, tokens));
    }

    /// <summary>What may be wrong with a recipe and its data, one line each.</summary>
    internal static IReadOnlyList<string> Warnings(
        Recipe recipe, EncodedSet encoded, TrainingSet train, TrainingSet heldOut)
    {
        List<string> warnings = [];
        if (recipe.Rank > 256)
            warnings.Add($"Rank {recipe.Rank} is over 256: so many directions learn little data by heart; 8 to 64 is usual.");
        if (encoded.TooLong > 0)
            warnings.Add($"{encoded.TooLong} of {train.Count} examples are over {recipe.MaxLength} tokens and left out.");
        if (encoded.NotTaken > 0)
            warnings.Add($"{encoded.NotTaken} of {train.Count} examples are of a kind that no objective of the recipe takes.");
        int twice = Questions(train).Intersect(Questions(heldOut), StringComparer.Ordinal).Count();
        if (twice > 0)
            warnings.Add($"{twice} texts stand both in the training data and in the held-out data, whose loss then flatters.");
        return warnings;
    }

    /// <summary>
    /// The highest of 16, 8, 4, 2, 1 with which under 1 % of a big model learns, and how many weights that is.
    /// </summary>
    internal static (int Rank, long Trainable) RankOf(ModelConfig config, IReadOnlyList<string>? targets = null)
    {
        long all = MemoryEstimate.WeightsOf(config);
        int rank = 16;
        long TrainableAt(int tried) => Trainable(config, new Recipe { Rank = tried, TargetModules = targets ?? s_targets });
        while (all > BigModel && rank > 1 && TrainableAt(rank) >= MostTrainable * all) rank /= 2;
        return (rank, TrainableAt(rank));
    }

    private static long Trainable(ModelConfig config, Recipe recipe)
    {
        if (recipe.Learns == Scope.All) return MemoryEstimate.WeightsOf(config);
        long layer = TensorLayout.LinearsOf(config).Sum(linear => (long)linear.Inputs * linear.Outputs) / config.LayerCount;
        if (recipe.Learns == Scope.LastLayers) return layer * recipe.LastLayers;
        return TensorLayout.LinearsOf(config).Where(linear => recipe.ToAdapterConfig("").Targets(linear.Path))
            .Sum(linear => (long)recipe.Rank * (linear.Inputs + linear.Outputs));
    }

    private static int Epochs(double examples, int batch, int steps)
    {
        int stepsPerEpoch = Math.Max(1, (int)Math.Ceiling(examples / batch));
        return Math.Clamp((steps + (stepsPerEpoch / 2)) / stepsPerEpoch, 3, 40);
    }

    private static double RateOf(IReadOnlyList<Aim> aims) => aims.Any(aim => aim.Objective is SftObjective) ? 2e-3 : 1e-3;

    // Fewer tokens a pass where memory is short, then checkpointing, then AdamW's means in 8 bits.
    private static (Recipe, MemoryEstimate) Fit(ModelConfig config, Recipe recipe, long trainable, int longest)
    {
        if (recipe.Device != "cpu") return (recipe, MemoryEstimate.Of(config, recipe, trainable, longest));
        long free = MemoryEstimate.Available();
        Recipe twice = recipe with { GradientCheckpointing = true };
        foreach (Recipe way in new[] { recipe, twice, twice with { EightBitOptimizer = true } })
        {
            for (int tokens = recipe.TokensPerPass; ; tokens /= 2)
            {
                Recipe tried = way with { TokensPerPass = tokens };
                MemoryEstimate memory = MemoryEstimate.Of(config, tried, trainable, longest);
                if (memory.Total < free * 0.9) return (tried, memory);
                if (tokens <= longest) break;
            }
        }

        MemoryEstimate least = MemoryEstimate.Of(
            config, twice with { TokensPerPass = 1, EightBitOptimizer = true }, trainable, longest);
        throw new TrainingException($"Training needs about {least.Total >> 20} MB even in the smallest passes, and "
            + $"{free >> 20} MB are free. Free memory, take a smaller model or lower MaxLength.");
    }

    private static string Short(Recipe recipe) => $"Memory is short: passes of {recipe.TokensPerPass} tokens"
        + (recipe.GradientCheckpointing ? ", layers computed twice" : "")
        + (recipe.EightBitOptimizer ? ", AdamW's means in 8 bits" : "") + ".";

    private static List<RecipeReason> Reasons(Recipe recipe, TrainingSet train, ModelConfig config, bool whole)
    {
        int steps = recipe.Epochs * (int)Math.Ceiling(train.Count / (1 - recipe.ReplayShare) / recipe.BatchSize);
        (string Name, string Why)[] why =
        [
            ("objectives", $"{train.Samples.Count} samples, {train.Pairs.Count} pairs, {train.Ratings.Count} ratings"),
            ("learns", "factors beside a frozen base: little to learn, and one step back to the base"),
            ("rank", "16, or less where 1 % of a big model would learn"),
            ("alpha", "twice the rank: the factors' product then counts 2"),
            ("target modules", recipe.TargetModules.Count > s_targets.Length
                ? $"{ManyExamples} examples or more teach what to look at too"
                : "they write into the residual stream; where attention looks stays as it was"),
            ("learning rate", $"falls with the model's width of {config.HiddenSize}, from 2e-3 (1e-3 for preferences "
                + $"alone) at 512 and below; half of it beside preferences from {ManyExamples} examples on"),
            ("batch", train.Count < 16 ? "few examples: smaller steps, more of them" : "8 from 16 examples on"),
            ("epochs", $"{steps} steps in all"),
            ("replay", "general samples' share of what is trained on, against forgetting; three of four in the business's frame, one of them on its own passages"),
            ("wordings", recipe.Wordings > 1 ? "few samples teach what is asked, not its wording" : "each question as it was asked"),
            ("early stopping", (recipe.Patience, whole) switch
            {
                (not null, _) => "stops when the held-out loss no longer falls, and keeps the best weights",
                (null, true) => $"{ManyExamples} examples or more are learnt to the end, where the rate has fallen",
                (null, false) => $"under {TellingHeldOut} held-out examples tell nothing; the run is shorter instead",
            }),
        ];
        Dictionary<string, string> values = Values(recipe);
        return [.. why.Select(reason => new RecipeReason(reason.Name, values[reason.Name], reason.Why))];
    }

    private static Dictionary<string, string> Values(Recipe recipe)
    {
        static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
        return new()
        {
            ["objectives"] = string.Join(" + ", recipe.Aims.Select(aim =>
                aim.Weight == 1 ? aim.Objective.Name : $"{Number(aim.Weight)}*{aim.Objective.Name}")),
            ["learns"] = $"{recipe.Learns}",
            ["rank"] = Number(recipe.Rank),
            ["alpha"] = Number(recipe.Alpha),
            ["target modules"] = string.Join(", ", recipe.TargetModules),
            ["learning rate"] = Number(recipe.LearningRate),
            ["batch"] = Number(recipe.BatchSize),
            ["epochs"] = Number(recipe.Epochs),
            ["replay"] = Number(recipe.ReplayShare),
            ["wordings"] = Number(recipe.Wordings),
            ["early stopping"] = recipe.Patience is null ? "off" : $"{recipe.Patience} x {recipe.HeldOutEvery} steps",
        };
    }

    // Conversations as compared across the split: all but their case and blanks.
    private static IEnumerable<string> Questions(TrainingSet set) =>
        set.Samples.Select(sample => Text(sample.Messages))
            .Concat(set.Pairs.Select(pair => Text(pair.Prompt)))
            .Concat(set.Ratings.Select(rating => Text(rating.Prompt.Append(rating.Completion))));

    private static string Text(IEnumerable<SampleMessage> messages) => string.Join('\n', messages.Select(message =>
        string.Join(' ', message.Content.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
