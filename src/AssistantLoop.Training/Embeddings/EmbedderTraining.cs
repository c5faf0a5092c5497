using System.Diagnostics;
using AssistantLoop.Models;
using AssistantLoop.Models.Embedders;
using AssistantLoop.Training.Packing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Embeddings;

/// <summary>Trains a text embedder on pairs of texts, from nothing or from another's weights.</summary>
public static class EmbedderTraining
{
    private const int StepsAhead = 6;

    /// <summary>
    /// Runs a recipe and writes a sentence-transformers folder, whole or not at all. Vocabulary and checkpoint lie in
    /// <paramref name="workFolder"/>, from which a run goes on. Cancelled, it leaves a checkpoint and throws
    /// <see cref="OperationCanceledException"/>. With <see cref="EmbedderRecipe.Minutes"/> the learning rate follows the
    /// time, so a slow hour does not prolong the run.
    /// </summary>
    /// <exception cref="TrainingException">The loss is no number.</exception>
    /// <exception cref="ModelFormatException">The embedder to go on from is damaged or of another shape, or a checkpoint
    /// is.</exception>
    public static EmbedderResult Run(
        EmbedderRecipe recipe,
        EmbedderData data,
        string workFolder,
        string outputFolder,
        IProgress<EmbedderProgress> progress,
        CancellationToken cancellationToken)
    {
        using IDisposable heap = NativeHeap.KeepFreedMemory();
        set_num_threads(recipe.Threads);
        Directory.CreateDirectory(workFolder);
        string checkpoint = Path.Combine(workFolder, "checkpoint"), start = Path.Combine(workFolder, "start");
        IReadOnlyList<string> vocabulary = EmbedderFiles.Vocabulary(recipe, data, Path.Combine(workFolder, "vocab.txt"));
        using BertEncoder encoder = EmbedderFiles.Encoder(recipe, vocabulary, TrainingDevice.Of(recipe.Device));
        EmbedderFiles.Write(start, recipe, vocabulary, encoder);
        using EmbedderFolder files = EmbedderFolder.Open(start);
        HeldOutPairs heldOut = new(data.Sources, text => Cut(files.Encode(text), recipe.TrainingTokens));
        var before = heldOut.Score(encoder, recipe.TokensPerPass);
        using AdamW optimizer = NewOptimizer(encoder, recipe);
        EmbedderCheckpoint at = EmbedderCheckpoint.Load(checkpoint, recipe, encoder, optimizer)
            ?? new EmbedderCheckpoint(0, 0, recipe);
        IReadOnlyDictionary<string, RetrievalScore>? scores = null;
        double resumed = at.Seconds, saved = at.Seconds, speed = 0;
        long begun = Stopwatch.GetTimestamp();
        foreach (EncodedPairs pairs in ReadAhead.Of(Batches(recipe, data, files, at.Step), StepsAhead))
        {
            double share = Share(recipe, at);
            if (share >= 1) break;
            double rate = recipe.LearningRate
                * Schedule.Factor(share, recipe.WarmupShare, Decay.Cosine, recipe.FinalShare);
            double loss = Step(encoder, optimizer, pairs, recipe, rate, at.Step + 1);
            double seconds = resumed + Stopwatch.GetElapsedTime(begun).TotalSeconds;
            double now = recipe.PairsPerStep / Math.Max(seconds - at.Seconds, 1e-9);
            speed = speed == 0 ? now : (0.95 * speed) + (0.05 * now);
            at = new EmbedderCheckpoint(at.Step + 1, seconds, recipe);
            bool done = Share(recipe, at) >= 1, measure = done || at.Step % recipe.HeldOutEvery == 0;
            if (measure) scores = heldOut.Score(encoder, recipe.TokensPerPass);
            progress.Report(new EmbedderProgress(at.Step, Math.Min(1, Share(recipe, at)), loss, speed, measure ? scores : null));
            if (done) break;
            if (cancellationToken.IsCancellationRequested || at.Seconds - saved > 60 * recipe.CheckpointMinutes)
            {
                at.Save(checkpoint, encoder, optimizer);
                saved = at.Seconds;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        at.Save(checkpoint, encoder, optimizer);
        EmbedderFiles.Write(outputFolder, recipe, vocabulary, encoder);
        return new EmbedderResult(
            at.Step, (long)at.Step * recipe.PairsPerStep, TimeSpan.FromSeconds(at.Seconds), before,
            scores ?? heldOut.Score(encoder, recipe.TokensPerPass));
    }

    private static double Step(
        BertEncoder encoder, AdamW optimizer, EncodedPairs pairs, EmbedderRecipe recipe, double rate, int number)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor vectors = encoder.Embed([.. pairs.Queries, .. pairs.Documents], recipe.TokensPerPass);
        long queries = pairs.Queries.Length;
        Tensor loss = ContrastiveLoss.Of(
            vectors.narrow(0, 0, queries), vectors.narrow(0, queries, pairs.Documents.Length), pairs.Groups,
            recipe.Temperature);
        loss.backward();
        double norm = nn.utils.clip_grad_norm_(optimizer.parameters(), recipe.ClipNorm);
        double value = loss.cpu().to(ScalarType.Float64).item<double>();
        if (!double.IsFinite(value) || !double.IsFinite(norm))
        {
            throw new TrainingException(
                $"Step {number}: the loss is {value} and the gradient's norm {norm}; lower LearningRate.");
        }

        foreach (var group in optimizer.ParamGroups) group.LearningRate = rate;
        optimizer.step();
        return value;
    }

    private static IEnumerable<EncodedPairs> Batches(
        EmbedderRecipe recipe, EmbedderData data, EmbedderFolder files, int step)
    {
        int[] Encode(string text) => Cut(files.Encode(text), recipe.TrainingTokens);
        for (long first = (long)step * recipe.PairsPerStep; ; first += recipe.PairsPerStep)
        {
            TextPair[] pairs = new TextPair[recipe.PairsPerStep];
            int[][] queries = new int[pairs.Length][], documents = new int[pairs.Length][];
            int[][] negatives = new int[pairs.Length][];
            Parallel.For(0, pairs.Length, at =>
            {
                TextPair pair = pairs[at] = data.Pair(first + at);
                (queries[at], documents[at]) = (Encode(pair.Query), Encode(pair.Text));
                bool hard = at < recipe.HardNegativeShare * pairs.Length; // Pairs come in no order.
                negatives[at] = hard && pair.Negative is { } text ? Encode(text) : [];
            });
            yield return new EncodedPairs(
                queries, [.. documents, .. negatives.Where(ids => ids.Length > 0)], [.. pairs.Select(pair => pair.Group)]);
        }
    }

    private static int[] Cut(int[] ids, int most) => ids.Length <= most ? ids : [.. ids[..(most - 1)], ids[^1]];

    private static double Share(EmbedderRecipe recipe, EmbedderCheckpoint at) =>
        recipe.Steps is { } steps ? at.Step / (double)steps : at.Seconds / (60 * recipe.Minutes);

    // Decay pulls matrices towards zero; biases and the scales of norms are left alone.
    private static AdamW NewOptimizer(BertEncoder encoder, EmbedderRecipe recipe)
    {
        ILookup<bool, Parameter> byShape = encoder.Weights.Values.ToLookup(weight => weight.Dimensions > 1);
        AdamW.ParamGroup[] groups =
        [
            new(byShape[true], recipe.LearningRate, 0.9, 0.98, weight_decay: recipe.WeightDecay),
            new(byShape[false], recipe.LearningRate, 0.9, 0.98, weight_decay: 0),
        ];
        return optim.AdamW(groups, recipe.LearningRate, 0.9, 0.98);
    }
}
