using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Training.Logs;
using AssistantLoop.Training.Objectives;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tuning;

/// <summary>Fine-tuning: a model learns from samples, preference pairs and ratings what a recipe's objectives ask.</summary>
public static class FineTuning
{
    /// <summary>
    /// Runs a recipe and writes what was learnt, whole or not at all. On a processor the same job gives the same bytes,
    /// also where it was cut off and went on from a checkpoint; on a GPU nearly the same. Progress is told, and cancellation checked, at each
    /// step; a cancelled run leaves a checkpoint to go on from.
    /// </summary>
    /// <exception cref="TrainingException">The recipe is out of range, an example teaches nothing, none is short enough,
    /// or the loss is no number.</exception>
    /// <exception cref="ModelFormatException">The model lacks a tokenizer or a chat template, or a file is damaged.
    /// </exception>
    public static TuningResult Run(
        TuningJob job, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        // 1. The examples as tokens.
        Recipe recipe = job.Recipe;
        recipe.Check();
        ExampleEncoder encoder = new(job.Base, recipe);
        EncodedSet own = encoder.Encode(job.Train, "Training"), heldOut = encoder.Encode(job.HeldOut, "Held-out");
        if (own.Examples.Count == 0)
        {
            throw new TrainingException($"No sample is left to train on: of {job.Train.Count}, {own.TooLong} are over "
                + $"{recipe.MaxLength} tokens and {own.NotTaken} are of a kind that no objective of the recipe takes.");
        }

        HouseFrame? frame = HouseFrame.Of(job.Train.Samples);
        Rehearsal rehearsal = Rehearsal.Of(job.Train);
        IReadOnlyList<Example> general = encoder.General(own.Examples.Count, frame, rehearsal);
        if (general.Count > 0 && !recipe.Aims.Any(aim => aim.Objective.Takes(general[0])))
            recipe = recipe with { Aims = [.. recipe.Aims, new Aim(new SftObjective(onlyGeneral: true))] };
        IReadOnlyList<Example> examples = [.. own.Examples, .. general];
        IReadOnlyList<Example>[] ways = [examples, .. Enumerable.Range(1, Math.Min(recipe.Wordings, recipe.Epochs) - 1).Select(Worded)];
        IReadOnlyList<Example> Worded(int way)
        {
            TrainingSet worded = OtherWordings.Of(job.Train, way, recipe.Seed);
            Example[] all = [.. encoder.Encode(worded, "Training").Examples, .. encoder.General(own.Examples.Count, frame, rehearsal, way)];
            // Where a text became too long the way is as the first, as all are of one length.
            return all.Length == examples.Count ? all : examples;
        }

        // 2. What learns, and what the reference says before it does.
        using IDisposable heap = NativeHeap.KeepFreedMemory();
        set_num_threads(recipe.Threads);
        using Learner learner = new(job.Base, recipe, job.From);
        using OptimizerHelper optimizer = RunOptimizer.Create(learner, recipe);
        learner.Train(false);
        ReferenceLogProbs? reference = NeedsReference(recipe, examples)
            ? new(learner.Decoder, TextsOf([.. ways.SelectMany(way => way), .. heldOut.Examples]), recipe.TokensPerPass, cancellationToken)
            : null;
        Judge judge = new(learner.Decoder, recipe, reference);
        TuningCheckpoint? checkpoint = job.RunFolder is { } folder
            ? new(Path.Combine(folder, "checkpoints"), learner, optimizer)
            : null;
        string key = KeyOf(job);
        (TuningState state, IReadOnlyList<float[]>? best) = checkpoint?.Load(key) ?? (
            new TuningState { RunKey = key }, null);
        Judgement? Measure()
        {
            learner.Train(false);
            Judgement? measured = heldOut.Examples.Count == 0 ? null : judge.Measure(heldOut.Examples);
            learner.Train(true);
            return measured;
        }

        // 3. The steps.
        if (state.Steps.Count == 0)
        {
            Judgement? before = Measure();
            state = state with { Before = before, Last = before, Best = before };
        }

        learner.Train(true);
        int stepsPerEpoch = (examples.Count + recipe.BatchSize - 1) / recipe.BatchSize;
        int steps = stepsPerEpoch * recipe.Epochs, every = recipe.HeldOutEvery ?? stepsPerEpoch;
        Watchdog watchdog = new(recipe);
        foreach (Judgement done in state.Steps) watchdog.After(done, 0);
        using RunLog? log = job.RunFolder is null
            ? null
            : new RunLog(job.RunFolder, state.Steps.Count, TimeProvider.System);
        double resumed = state.Seconds;
        long begun = Stopwatch.GetTimestamp(), tokensBefore = state.Tokens;
        string? stopReason = null;
        foreach ((int epoch, Example[] batch) in EpochOrder.Of(ways, recipe).Skip(state.Steps.Count))
        {
            if (cancellationToken.IsCancellationRequested && recipe.CheckpointEvery is not null && state.Steps.Count > 0)
                checkpoint?.Save(state, best);
            cancellationToken.ThrowIfCancellationRequested();
            Judgement step = judge.Learn(batch, optimizer.zero_grad);
            double norm = nn.utils.clip_grad_norm_(optimizer.parameters(), recipe.ClipNorm);
            stopReason = watchdog.After(step, norm);
            int number = state.Steps.Count + 1;
            double rate = RunOptimizer.Advance(optimizer, recipe, number / (steps + 1.0));
            optimizer.step();

            // 4. The measurement, and whether to go on.
            bool measure = number == steps || number % every == 0 || stopReason is not null;
            Judgement? measured = measure ? Measure() : null;
            state = state with
            {
                Steps = [.. state.Steps, step],
                Tokens = state.Tokens + batch.Sum(example => example.Length),
                Seconds = resumed + Stopwatch.GetElapsedTime(begun).TotalSeconds,
                Last = measured ?? state.Last,
            };
            if (measured is not null && recipe.Patience is { } patience)
            {
                bool better = state.Best is null || measured.Loss < state.Best.Loss;
                if (better) best = learner.Snapshot();
                state = state with { Best = better ? measured : state.Best, Worse = better ? 0 : state.Worse + 1 };
                if (state.Worse >= patience) stopReason ??= "The held-out loss no longer falls.";
            }

            double perSecond = (state.Tokens - tokensBefore) / Math.Max(state.Seconds - resumed, 1e-9);
            TrainingProgress at = Progress(state, steps, epoch, measured, rate, norm, perSecond);
            log?.Write(LogLine.Of(at));
            progress.Report(at);
            if (stopReason is not null && number < steps) break;
            if (recipe.CheckpointEvery is { } often && number % often == 0) checkpoint?.Save(state, best);
        }

        // 5. The best weights, with where they come from.
        if (best is not null) learner.Restore(best);
        TuningResult result = new()
        {
            Losses = [.. state.Steps.Select(step => step.Loss)],
            HeldOutBefore = state.Before,
            HeldOutAfter = best is null ? state.Last : state.Best,
            Examples = own.Examples.Count,
            Replayed = general.Count,
            TooLong = own.TooLong,
            NotTaken = own.NotTaken,
            Tokens = state.Tokens,
            Duration = TimeSpan.FromSeconds(state.Seconds),
            TrainableWeights = learner.TrainableWeights,
            TrainableShare = learner.TrainableShare,
            StopReason = state.Steps.Count < steps ? stopReason : null,
            ContentHash = "",
        };
        cancellationToken.ThrowIfCancellationRequested();
        return result with { ContentHash = learner.Save(job.Output, ManifestOf(job, result)) };
    }

    private static bool NeedsReference(Recipe recipe, IEnumerable<Example> examples) =>
        recipe.Aims.Any(aim => aim.Objective.NeedsReference)
        || examples.Any(example => example.Kind == ExampleKind.Pair);

    private static IEnumerable<Models.ChatTemplates.EncodedChat> TextsOf(IReadOnlyList<Example> examples) =>
        examples.SelectMany(example =>
            example.Mismatched is { } mismatched ? example.Texts.Append(mismatched) : example.Texts);

    private static TrainingProgress Progress(
        TuningState state, int steps, int epoch, Judgement? measured, double rate, double norm, double perSecond)
    {
        int done = state.Steps.Count;
        TimeSpan left = TimeSpan.FromSeconds(state.Seconds / done * (steps - done));
        return new TrainingProgress(done, steps, epoch, state.Steps[^1].Loss, measured?.Loss, perSecond, left)
        {
            LearningRate = rate,
            GradientNorm = norm,
            Metrics = state.Steps[^1].Metrics(),
        };
    }

    /// <summary>What must be the same for a run to go on from a checkpoint: all but where, and in what pieces, it is
    /// computed.</summary>
    internal static string KeyOf(TuningJob job)
    {
        Recipe recipe = job.Recipe with { Device = "cpu", Threads = 1, TokensPerPass = 1, CheckpointEvery = null };
        string text = string.Join('\n', [
            job.Base.Hash, job.FromHash ?? "", JsonSerializer.Serialize(recipe, RecipeJson.Default.Recipe),
            .. TextsOf(job.Train), .. TextsOf(job.HeldOut),
        ]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static IEnumerable<string> TextsOf(TrainingSet set) =>
    [
        .. set.Samples.SelectMany(sample => sample.Messages).Select(message => $"{message}"),
        .. set.Pairs.SelectMany(pair => pair.Prompt.Append(pair.Chosen).Append(pair.Rejected)).Select(text => $"{text}"),
        .. set.Ratings.SelectMany(rated => rated.Prompt.Append(rated.Completion)
            .Select(text => $"{text} {rated.Label}")),
        .. set.Passages.Select(passage => $"{passage}"),
    ];

    private static AdapterManifest ManifestOf(TuningJob job, TuningResult result) => new()
    {
        BaseHash = job.Base.Hash,
        DataSetHash = job.DataSetHash,
        TemplateHash = job.Base.Template.Hash,
        Recipe = JsonSerializer.SerializeToElement(job.Recipe, RecipeJson.Default.Recipe),
        Seed = job.Recipe.Seed,
        Parent = job.FromHash,
        Metrics = Metrics(result),
        LibraryVersions = Libraries.Versions,
    };

    private static Dictionary<string, double> Metrics(TuningResult result)
    {
        Dictionary<string, double> metrics = new()
        {
            ["firstLoss"] = result.Losses[0],
            ["lastLoss"] = result.Losses[^1],
            ["steps"] = result.Losses.Count,
            ["samples"] = result.Examples,
            ["replayed"] = result.Replayed,
            ["tooLong"] = result.TooLong,
        };
        if (result.HeldOutBefore is { } was) metrics["heldOutBefore"] = was.Loss;
        if (result.HeldOutAfter is { } now) metrics["heldOutAfter"] = now.Loss;
        if (result.HeldOutAfter?.Accuracy is { } accuracy) metrics["heldOutAccuracy"] = accuracy;
        return metrics;
    }
}
