using System.Diagnostics;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Logs;
using AssistantLoop.Training.Objectives;
using AssistantLoop.Training.Tuning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Reward;

/// <summary>
/// A reward model: an adapter and a head that give a text one number, learnt from pairs of answers of which the first
/// was preferred (Ouyang et al. 2022, section 3.5).
/// </summary>
public static class RewardTraining
{
    /// <summary>Fewer pairs teach the head their words rather than what makes one answer better.</summary>
    public const int FewestPairs = 8;

    /// <summary>
    /// Runs a recipe and writes what was learnt, whole or not at all. On one machine the same job gives the same bytes.
    /// Progress is told, and cancellation checked, at each step.
    /// </summary>
    /// <exception cref="TrainingException">The recipe is out of range, there are too few pairs that are short enough, a
    /// pair's answers are the same, or the loss is no number.</exception>
    /// <exception cref="ModelFormatException">The model lacks a tokenizer or a chat template.</exception>
    public static RewardResult Run(
        RewardJob job, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        // 1. The pairs as tokens.
        job.Recipe.Check();
        Recipe recipe = job.Recipe.Common;
        ExampleEncoder encoder = new(job.Base, recipe);
        EncodedSet own = encoder.Pairs(job.Train, "Training"), heldOut = encoder.Pairs(job.HeldOut, "Held-out");
        if (own.Examples.Count < FewestPairs)
        {
            throw new TrainingException($"Found {own.Examples.Count} preference pairs, and {own.TooLong} of over "
                + $"{recipe.MaxLength} tokens; a reward model needs at least {FewestPairs}.");
        }

        // 2. What learns: the factors, and a head of zeros, so that all answers are worth the same at first.
        using IDisposable heap = NativeHeap.KeepFreedMemory();
        set_num_threads(recipe.Threads);
        using Parameter head = nn.Parameter(zeros(1, job.Base.Config.HiddenSize));
        using Learner learner = new(job.Base, recipe, null, (RewardAdapter.HeadName, head));
        using OptimizerHelper optimizer = RunOptimizer.Create(learner, recipe);
        RewardJudge judge = new(learner.Decoder, head, job.Recipe);
        Judgement? Measure()
        {
            learner.Train(false);
            Judgement? measured = heldOut.Examples.Count == 0 ? null : judge.Measure(heldOut.Examples);
            learner.Train(true);
            return measured;
        }

        // 3. The steps.
        Judgement? before = Measure(), last = before, best = before;
        IReadOnlyList<float[]>? bestWeights = null;
        int stepsPerEpoch = (own.Examples.Count + recipe.BatchSize - 1) / recipe.BatchSize;
        int steps = stepsPerEpoch * recipe.Epochs, every = recipe.HeldOutEvery ?? stepsPerEpoch, worse = 0;
        Watchdog watchdog = new(recipe);
        using RunLog? log = job.RunFolder is { } folder ? new RunLog(folder, 0, TimeProvider.System) : null;
        List<double> losses = [];
        long begun = Stopwatch.GetTimestamp(), tokens = 0;
        string? stopReason = null;
        foreach ((int epoch, Example[] batch) in EpochOrder.Of([own.Examples], recipe))
        {
            cancellationToken.ThrowIfCancellationRequested();
            optimizer.zero_grad();
            Judgement step = judge.Learn(batch);
            double norm = nn.utils.clip_grad_norm_(optimizer.parameters(), recipe.ClipNorm);
            stopReason = watchdog.After(step, norm);
            losses.Add(step.Loss);
            int number = losses.Count;
            double rate = RunOptimizer.Advance(optimizer, recipe, number / (steps + 1.0));
            optimizer.step();

            // 4. The measurement, and whether to go on.
            bool measure = number == steps || number % every == 0 || stopReason is not null;
            Judgement? measured = measure ? Measure() : null;
            last = measured ?? last;
            if (measured is not null && best is not null && recipe.Patience is { } patience)
            {
                bool better = measured.Loss < best.Loss;
                (best, bestWeights, worse) = better ? (measured, learner.Snapshot(), 0) : (best, bestWeights, worse + 1);
                if (worse >= patience) stopReason ??= "The held-out loss no longer falls.";
            }

            tokens += batch.Sum(example => example.Length);
            double seconds = Math.Max(Stopwatch.GetElapsedTime(begun).TotalSeconds, 1e-9);
            TrainingProgress at = new(
                number, steps, epoch, step.Loss, measured?.Loss, tokens / seconds,
                TimeSpan.FromSeconds(seconds / number * (steps - number)))
            {
                LearningRate = rate,
                GradientNorm = norm,
                Metrics = step.Metrics(),
            };
            log?.Write(LogLine.Of(at));
            progress.Report(at);
            if (stopReason is not null && number < steps) break;
        }

        // 5. The best weights, with where they come from.
        if (bestWeights is not null) learner.Restore(bestWeights);
        RewardResult result = new()
        {
            Losses = losses,
            HeldOutBefore = before,
            HeldOutAfter = bestWeights is null ? last : best,
            Pairs = own.Examples.Count,
            TooLong = own.TooLong,
            Tokens = tokens,
            Duration = Stopwatch.GetElapsedTime(begun),
            TrainableWeights = learner.TrainableWeights,
            StopReason = losses.Count < steps ? stopReason : null,
            ContentHash = "",
        };
        cancellationToken.ThrowIfCancellationRequested();
        PeftAdapter factors = learner.Adapter!.ToPeft(ManifestOf(job, result));
        new RewardAdapter(factors, DecoderFiles.Values(head)).Save(job.Output);
        return result with { ContentHash = PeftAdapter.HashOf(job.Output) };
    }

    private static AdapterManifest ManifestOf(RewardJob job, RewardResult result)
    {
        Dictionary<string, double> metrics = new()
        {
            ["firstLoss"] = result.Losses[0],
            ["lastLoss"] = result.Losses[^1],
            ["steps"] = result.Losses.Count,
            ["pairs"] = result.Pairs,
            ["tooLong"] = result.TooLong,
        };
        if (result.HeldOutBefore is { } was) metrics["heldOutBefore"] = was.Loss;
        if (result.HeldOutAfter is { } now) metrics["heldOutAfter"] = now.Loss;
        if (result.HeldOutAfter?.Accuracy is { } accuracy) metrics["heldOutAccuracy"] = accuracy;
        return new AdapterManifest
        {
            BaseHash = job.Base.Hash,
            DataSetHash = job.DataSetHash,
            TemplateHash = job.Base.Template.Hash,
            Recipe = job.Recipe.ToJson(),
            Seed = job.Recipe.Common.Seed,
            Metrics = metrics,
            LibraryVersions = Libraries.Versions,
        };
    }
}
