using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Lora;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Packing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Sft;

/// <summary>Supervised fine-tuning: an adapter learns to write what the assistant wrote in the samples.</summary>
public static class SftTraining
{
    /// <summary>
    /// Runs a recipe and writes a PEFT folder with a manifest, whole or not at all. The loss is on the assistant's
    /// tokens alone, all of a step's weighing the same. On one machine the same samples, recipe and
    /// number of threads give the same bytes. Progress is told, and cancellation checked, at each step.
    /// </summary>
    /// <exception cref="TrainingException">A sample teaches nothing, none is short enough, or the loss is no number.
    /// </exception>
    /// <exception cref="ModelFormatException">The model lacks a tokenizer or a chat template, or is damaged.
    /// </exception>
    public static SftResult Run(
        ModelFolder baseModel,
        IReadOnlyList<ChatSample> train,
        IReadOnlyList<ChatSample> heldOut,
        SftRecipe recipe,
        string? dataSetHash,
        string adapterFolder,
        IProgress<TrainingProgress> progress,
        CancellationToken cancellationToken)
    {
        // 1. The samples as tokens.
        SftSamples samples = SftSamples.Encode(baseModel, train, recipe.MaxLength, "Training");
        if (samples.Chats.Count == 0)
        {
            throw new TrainingException("No sample is left to train on: "
                + $"{samples.TooLong} of {train.Count} are over {recipe.MaxLength} tokens.");
        }

        List<EncodedChat> chats = [.. samples.Chats, .. SftSamples.General(baseModel, recipe)];
        IReadOnlyList<TokenBatch> heldOutBatches = PackedTexts.InPasses(
            SftSamples.Encode(baseModel, heldOut, recipe.MaxLength, "Held-out").Chats, recipe.TokensPerPass);

        // 2. The frozen base and the factors that learn.
        using IDisposable heap = NativeHeap.KeepFreedMemory();
        set_num_threads(recipe.Threads);
        using Decoder decoder = DecoderFiles.Load(baseModel);
        decoder.ComputeType = Precision.Choose(recipe.BFloat16);
        using LoraAdapter adapter = LoraAdapter.Attach(
            decoder, recipe.ToAdapterConfig(baseModel.Path), recipe.Seed);
        List<Parameter> learning = [.. adapter.Parameters];
        using AdamW optimizer = optim.AdamW(learning, recipe.LearningRate, weight_decay: recipe.WeightDecay);
        double? Measure()
        {
            adapter.Train(false);
            double? loss = TokenLoss.Mean(decoder, heldOutBatches);
            adapter.Train(true);
            return loss;
        }

        // 3. The steps.
        int stepsPerEpoch = (chats.Count + recipe.BatchSize - 1) / recipe.BatchSize;
        int steps = stepsPerEpoch * recipe.Epochs;
        long begun = Stopwatch.GetTimestamp(), tokens = 0;
        double? before = Measure(), after = before, best = before;
        int worse = 0;
        PeftAdapter? kept = null;
        List<double> losses = [];
        foreach ((int epoch, EncodedChat[] batch) in Batches(chats, recipe))
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<TokenBatch> passes = PackedTexts.InPasses(batch, recipe.TokensPerPass);
            double weight = passes.Sum(pass => pass.TotalWeight), sum = 0;
            optimizer.zero_grad();
            foreach (TokenBatch pass in passes) sum += TokenLoss.Backward(decoder, pass, 1 / weight);
            double norm = nn.utils.clip_grad_norm_(learning, recipe.ClipNorm);
            losses.Add(sum / weight);
            if (!double.IsFinite(sum) || !double.IsFinite(norm))
            {
                throw new TrainingException($"Step {losses.Count}: the loss is {losses[^1]} and the gradient's norm "
                    + $"{norm}; lower LearningRate.");
            }

            // The first step learns already, and the last one still does.
            double share = losses.Count / (steps + 1.0);
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate =
                    recipe.LearningRate * Schedule.Factor(share, recipe.WarmupShare, recipe.Decay, floor: 0);
            optimizer.step();
            tokens += batch.Sum(chat => chat.Ids.Length);

            bool measure = losses.Count == steps || losses.Count % recipe.HeldOutEvery == 0;
            if (measure) after = Measure();
            progress.Report(Progress(losses, steps, epoch, measure ? after : null, tokens, begun));
            if (!measure || recipe.Patience is not { } patience || after is null) continue;
            if (best is null || after < best) (best, worse, kept) = (after, 0, adapter.ToPeft(null));
            else if (++worse >= patience) break;
        }

        // 4. The adapter, with where it comes from.
        TimeSpan duration = Stopwatch.GetElapsedTime(begun);
        bool stoppedEarly = losses.Count < steps;
        if (recipe.Patience is not null && kept is not null) after = best;
        AdapterManifest manifest = new()
        {
            BaseHash = baseModel.Hash,
            DataSetHash = dataSetHash,
            Recipe = JsonSerializer.SerializeToElement(recipe, SftJson.Default.SftRecipe),
            Seed = recipe.Seed,
            Metrics = Metrics(losses, before, after, samples, chats.Count - samples.Chats.Count),
            LibraryVersions = new Dictionary<string, string>
            {
                ["AssistantLoop.Training"] = $"{typeof(SftTraining).Assembly.GetName().Version}",
                ["TorchSharp"] = $"{typeof(torch).Assembly.GetName().Version}",
                [".NET"] = $"{Environment.Version}",
            },
        };
        PeftAdapter result = recipe.Patience is not null && kept is not null
            ? new PeftAdapter(kept.Config, kept.Modules, manifest)
            : adapter.ToPeft(manifest);
        cancellationToken.ThrowIfCancellationRequested();
        result.Save(adapterFolder);

        long weights = learning.Sum(parameter => parameter.numel());
        return new SftResult(
            losses, before, after, samples.Chats.Count, samples.TooLong, tokens, duration, weights,
            weights / (double)(weights + decoder.parameters().Sum(parameter => parameter.numel())), stoppedEarly,
            PeftAdapter.HashOf(adapterFolder));
    }

    // All samples in a new order in each epoch, cut into steps.
    private static IEnumerable<(int Epoch, EncodedChat[] Chats)> Batches(
        IReadOnlyList<EncodedChat> chats, SftRecipe recipe)
    {
        Random order = new((int)recipe.Seed);
        for (int epoch = 1; epoch <= recipe.Epochs; epoch++)
        {
            EncodedChat[] shuffled = [.. chats];
            order.Shuffle(shuffled);
            foreach (EncodedChat[] batch in shuffled.Chunk(recipe.BatchSize)) yield return (epoch, batch);
        }
    }

    private static TrainingProgress Progress(
        List<double> losses, int steps, int epoch, double? heldOutLoss, long tokens, long begun)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begun);
        TimeSpan remaining = elapsed / losses.Count * (steps - losses.Count);
        double speed = tokens / Math.Max(elapsed.TotalSeconds, 1e-9);
        return new TrainingProgress(losses.Count, steps, epoch, losses[^1], heldOutLoss, speed, remaining);
    }

    private static Dictionary<string, double> Metrics(
        List<double> losses, double? before, double? after, SftSamples samples, int replayed)
    {
        Dictionary<string, double> metrics = new()
        {
            ["firstLoss"] = losses[0],
            ["lastLoss"] = losses[^1],
            ["steps"] = losses.Count,
            ["samples"] = samples.Chats.Count,
            ["replayed"] = replayed,
            ["tooLong"] = samples.TooLong,
        };
        if (before is { } was) metrics["heldOutBefore"] = was;
        if (after is { } now) metrics["heldOutAfter"] = now;
        return metrics;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SftRecipe))]
internal sealed partial class SftJson : JsonSerializerContext;
