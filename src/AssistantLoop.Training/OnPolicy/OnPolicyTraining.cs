using System.Diagnostics;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Logs;
using AssistantLoop.Training.Objectives;
using AssistantLoop.Training.Tuning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.OnPolicy;

/// <summary>
/// On-policy optimisation: a model answers prompts, and learns from what its own answers are worth, by GRPO (Shao et al.
/// 2024) or RLOO (Ahmadian et al. 2024).
/// </summary>
public static class OnPolicyTraining
{
    /// <summary>
    /// Runs a recipe and writes the adapter, whole or not at all. On one machine the same job gives the same bytes.
    /// Progress is told at each step; cancellation is checked at each token that is drawn.
    /// </summary>
    /// <exception cref="TrainingException">The recipe is out of range, a prompt cannot be answered, none is short enough,
    /// the answers' worth has nothing to teach, or it or the loss is no number.</exception>
    /// <exception cref="ModelFormatException">The model lacks a tokenizer or a chat template.</exception>
    public static OnPolicyResult Run(
        OnPolicyJob job, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        // 1. The prompts as tokens.
        job.Recipe.Check();
        Recipe recipe = job.Recipe.ToTuning();
        IReadOnlyList<EncodedPrompt> prompts = Encode(job, job.Prompts, "Prompt");
        IReadOnlyList<EncodedPrompt> heldOut = Encode(job, job.HeldOut, "Held-out prompt");
        if (prompts.Count == 0)
        {
            throw new TrainingException($"No prompt is left to answer: all {job.Prompts.Count} leave no room for "
                + $"{job.Recipe.MaxTokens} tokens of an answer within {MostTokens(job)}.");
        }

        // 2. What learns. Dropout stays off, so that the model that answers is the one that learns.
        using IDisposable heap = NativeHeap.KeepFreedMemory();
        set_num_threads(recipe.Threads);
        using Learner learner = new(job.Base, recipe, job.From);
        using OptimizerHelper optimizer = RunOptimizer.Create(learner, recipe);
        learner.Train(false);
        Answers answers = new(learner.Decoder, job);
        double? Measure() => heldOut.Count == 0 ? null : answers.Greedy(heldOut, cancellationToken);

        // 3. The steps: answers, their advantages over their groups, and one update.
        double? before = Measure(), last = before, best = before;
        IReadOnlyList<float[]>? bestWeights = null;
        int stepsPerEpoch = (prompts.Count + recipe.BatchSize - 1) / recipe.BatchSize;
        int steps = stepsPerEpoch * recipe.Epochs, every = recipe.HeldOutEvery ?? stepsPerEpoch, worse = 0;
        CollapseWatch watch = new(job.Recipe, steps);
        Random seeds = new((int)recipe.Seed);
        using RunLog? log = job.RunFolder is { } folder ? new RunLog(folder, 0, TimeProvider.System) : null;
        List<OnPolicyStep> done = [];
        long begun = Stopwatch.GetTimestamp(), tokens = 0;
        string? stopReason = null;
        foreach ((int epoch, EncodedPrompt[] batch) in EpochOrder.Of([prompts], recipe))
        {
            AnswerGroup[] groups =
                [.. batch.Select(prompt => answers.Draw(prompt, seeds.NextInt64(), cancellationToken))];
            EncodedChat[] texts = [.. groups.SelectMany(group => group.Texts)];
            ReferenceLogProbs reference = ReferenceOf(learner, texts, recipe, cancellationToken);
            ReferenceLogProbs policy = new(learner.Decoder, texts, recipe.TokensPerPass, cancellationToken);
            double[] apart = [.. texts.Select(text => Sum(policy, text) - Sum(reference, text))];
            Example[] examples = [.. groups.SelectMany((group, i) =>
                ExamplesOf(group, apart.AsSpan(i * job.Recipe.Answers, job.Recipe.Answers), job.Recipe))];
            Judge judge = new(learner.Decoder, recipe, reference);
            Judgement judged = judge.Learn(examples, optimizer.zero_grad);
            recipe = recipe with { TokensPerPass = judge.TokensPerPass };
            double norm = nn.utils.clip_grad_norm_(optimizer.parameters(), recipe.ClipNorm);
            OnPolicyStep step = StepOf(judged.Loss, groups, apart.Sum() / examples.Sum(example => example.Tokens));
            stopReason = watch.After(step, norm);
            done.Add(step);
            double rate = RunOptimizer.Advance(optimizer, recipe, done.Count / (steps + 1.0));
            if (stopReason is null) optimizer.step();

            // 4. The measurement, and whether to go on.
            bool measure = done.Count == steps || done.Count % every == 0 || stopReason is not null;
            double? measured = measure ? Measure() : null;
            last = measured ?? last;
            if (measured is not null && recipe.Patience is { } patience)
            {
                bool better = measured > best;
                (best, bestWeights, worse) = better ? (measured, learner.Snapshot(), 0) : (best, bestWeights, worse + 1);
                if (worse >= patience) stopReason ??= "The held-out reward no longer rises.";
            }

            tokens += texts.Sum(text => text.Ids.Length);
            double seconds = Math.Max(Stopwatch.GetElapsedTime(begun).TotalSeconds, 1e-9);
            TrainingProgress at = new(
                done.Count, steps, epoch, step.Loss, null, tokens / seconds,
                TimeSpan.FromSeconds(seconds / done.Count * (steps - done.Count)))
            {
                LearningRate = rate,
                GradientNorm = norm,
                Metrics = step.Metrics(measured),
            };
            log?.Write(LogLine.Of(at));
            progress.Report(at);
            if (stopReason is not null) break;
        }

        // 5. The best weights, with where they come from.
        if (bestWeights is not null) learner.Restore(bestWeights);
        OnPolicyResult result = new()
        {
            Steps = done,
            HeldOutBefore = before,
            HeldOutAfter = bestWeights is null ? last : best,
            Prompts = prompts.Count,
            TooLong = job.Prompts.Count - prompts.Count,
            Tokens = tokens,
            Duration = Stopwatch.GetElapsedTime(begun),
            TrainableWeights = learner.TrainableWeights,
            StopReason = stopReason,
            ContentHash = "",
        };
        cancellationToken.ThrowIfCancellationRequested();
        return result with { ContentHash = learner.Save(job.Output, ManifestOf(job, result)) };
    }

    private static int MostTokens(OnPolicyJob job) => Math.Min(job.Recipe.Common.MaxLength, job.Base.Config.MaxPositions);

    // Those that leave an answer its room.
    private static IReadOnlyList<EncodedPrompt> Encode(
        OnPolicyJob job, IReadOnlyList<IReadOnlyList<SampleMessage>> prompts, string name)
    {
        ChatEncoder encoder = new(job.Base.Template, job.Base.Tokenizer);
        int most = MostTokens(job) - job.Recipe.MaxTokens;
        return [.. prompts.Select(One).Where(prompt => prompt.Ids.Length <= most)];

        EncodedPrompt One(IReadOnlyList<SampleMessage> messages, int index) =>
            messages is [.., { Role: not SampleMessage.Assistant }]
                ? new(messages, encoder.EncodePrompt(messages))
                : throw new TrainingException($"{name} {index + 1} of {prompts.Count} does not end before an answer.");
    }

    // The base alone for a new adapter, and for one that is gone on from the adapter as it was.
    private static ReferenceLogProbs ReferenceOf(
        Learner learner, EncodedChat[] texts, Recipe recipe, CancellationToken cancellationToken)
    {
        using IDisposable? reference = learner.Adapter?.AsReference();
        return new ReferenceLogProbs(learner.Decoder, texts, recipe.TokensPerPass, cancellationToken);
    }

    private static double Sum(ReferenceLogProbs known, EncodedChat text) => known.Of([text]).Sum(value => (double)value);

    // RLOO takes an answer's distance from the reference from its reward before it compares (Ahmadian et al.
    // 2024), so that the baseline takes from its variance too. GRPO's objective has a term of its own for it.
    private static IEnumerable<Example> ExamplesOf(AnswerGroup group, ReadOnlySpan<double> apart, OnPolicyRecipe recipe)
    {
        double beta = recipe.Beta;
        IReadOnlyList<double> advantages = recipe.Method == OnPolicyMethod.Grpo
            ? Advantages.OfGroup(group.Rewards)
            : Advantages.LeaveOneOut([.. group.Rewards.Zip(apart.ToArray(), (reward, far) => reward - (beta * far))]);
        return group.Texts.Zip(advantages, (text, advantage) =>
            new Example(ExampleKind.Sampled, [text]) { Advantage = advantage });
    }

    private static OnPolicyStep StepOf(double loss, AnswerGroup[] groups, double divergence) => new(
        loss,
        groups.Average(group => group.Rewards.Average()),
        divergence,
        groups.Average(group => group.Rewards.Max() == group.Rewards.Min() ? 1.0 : 0),
        groups.Average(group => group.Texts.Average(Example.Counted)));

    private static AdapterManifest ManifestOf(OnPolicyJob job, OnPolicyResult result)
    {
        Dictionary<string, double> metrics = new()
        {
            ["firstReward"] = result.Steps[0].Reward,
            ["lastReward"] = result.Steps[^1].Reward,
            ["lastDivergence"] = result.Steps[^1].Divergence,
            ["steps"] = result.Steps.Count,
            ["prompts"] = result.Prompts,
            ["tooLong"] = result.TooLong,
        };
        if (result.HeldOutBefore is { } was) metrics["heldOutBefore"] = was;
        if (result.HeldOutAfter is { } now) metrics["heldOutAfter"] = now;
        return new AdapterManifest
        {
            BaseHash = job.Base.Hash,
            DataSetHash = job.DataSetHash,
            TemplateHash = job.Base.Template.Hash,
            Recipe = job.Recipe.ToJson(),
            Seed = job.Recipe.Common.Seed,
            Parent = job.FromHash,
            Metrics = metrics,
            LibraryVersions = Libraries.Versions,
        };
    }
}
