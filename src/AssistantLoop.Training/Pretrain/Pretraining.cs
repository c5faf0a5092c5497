using System.Diagnostics;
using AssistantLoop.Models;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Optimizers;
using AssistantLoop.Training.Packing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Pretrain;

/// <summary>Trains all weights of a language model: from nothing, or on from a model.</summary>
public static class Pretraining
{
    private const int BatchesAhead = 8;

    // Files of a tokenizer that a model folder takes over.
    private static readonly string[] s_tokenizerFiles =
        ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja",
            "generation_config.json"];

    /// <summary>
    /// Runs a recipe and writes a Hugging Face model folder, whole or not at all: the weights as BF16, and the files
    /// of <paramref name="tokenizerFolder"/>. Goes on from <paramref name="checkpointFolder"/> where that holds a
    /// checkpoint. Cancelled, it leaves a checkpoint and throws <see cref="OperationCanceledException"/>. With
    /// <see cref="PretrainRecipe.Steps"/> a resumed run gives the same weights as one in a piece; with
    /// <see cref="PretrainRecipe.Minutes"/> the learning rate follows the time, so a slow hour does not prolong it.
    /// </summary>
    /// <exception cref="TrainingException">The loss is no number, or there is too little data.</exception>
    public static PretrainResult Run(
        PretrainRecipe recipe,
        PretrainData data,
        string tokenizerFolder,
        string outputFolder,
        string checkpointFolder,
        IProgress<TrainingProgress> progress,
        CancellationToken cancellationToken)
    {
        using IDisposable heap = NativeHeap.KeepFreedMemory();
        Device device = TrainingDevice.Of(recipe.Device);
        set_num_threads(recipe.Threads);
        using Decoder decoder = NewDecoder(recipe).to(device);
        decoder.ComputeType = Precision.Choose(recipe.BFloat16, device);
        using AdamW optimizer = NewOptimizer(decoder, recipe);
        (Checkpoint at, PackerState packer) = Checkpoint.Load(checkpointFolder, recipe, decoder, optimizer)
            ?? (new Checkpoint(0, 0, 0, 0, recipe), PackerState.Start);
        IReadOnlyList<TokenBatch> heldOut = PackedTexts.InPasses(data.HeldOut, recipe.TokensPerPass);
        double? heldOutLoss = null;
        double resumed = at.Seconds, saved = at.Seconds;
        long begun = Stopwatch.GetTimestamp();
        double lastStep = at.Seconds, speed = 0;
        using PendingSteps pending = new(device);

        foreach ((TokenBatch[] passes, PackerState next) in ReadAhead.Of(Steps(recipe, data, packer), BatchesAhead))
        {
            double share = Share(recipe, at);
            if (share >= 1) break;
            double rate = recipe.LearningRate
                * Schedule.Factor(share, recipe.WarmupShare, Decay.Cosine, recipe.FinalShare);
            (Tensor sum, Tensor norm) = Step(decoder, optimizer, passes, rate, recipe.ClipNorm);
            packer = next;
            at = at with
            {
                Step = at.Step + 1,
                Tokens = at.Tokens + passes.Sum(pass => pass.Ids.Length),
                Seconds = resumed + Stopwatch.GetElapsedTime(begun).TotalSeconds,
                Drawn = next.Drawn,
                Recipe = recipe,
            };
            bool done = Share(recipe, at) >= 1, measure = done || at.Step % recipe.HeldOutEvery == 0;
            double now = passes.Sum(pass => pass.Ids.Length) / Math.Max(at.Seconds - lastStep, 1e-9);
            speed = speed == 0 ? now : (0.95 * speed) + (0.05 * now);
            pending.Add(at, passes.Sum(pass => pass.TotalWeight), speed, sum, norm);
            if (measure || pending.Full) Tell(at, measure);
            lastStep = resumed + Stopwatch.GetElapsedTime(begun).TotalSeconds;
            if (done) break;
            if (cancellationToken.IsCancellationRequested || at.Seconds - saved > 60 * recipe.CheckpointMinutes)
            {
                Tell(at, measured: false);
                Checkpoint.Save(checkpointFolder, at, decoder, optimizer, packer);
                saved = at.Seconds;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        if (Share(recipe, at) < 1)
            throw new TrainingException($"The texts ran out at step {at.Step}; give more or a shorter run.");
        Checkpoint.Save(checkpointFolder, at, decoder, optimizer, packer);
        if (recipe.From is not null && recipe.KeepShare > 0)
        {
            Keep(decoder, recipe);
            heldOutLoss = null;
        }

        WriteModel(decoder, tokenizerFolder, outputFolder);
        return new PretrainResult(
            at.Step, at.Tokens, TimeSpan.FromSeconds(at.Seconds), heldOutLoss ?? TokenLoss.Mean(decoder, heldOut));

        // The steps are read before anything is measured or saved: what is no number goes no further.
        void Tell(Checkpoint last, bool measured)
        {
            var steps = pending.Read();
            if (measured) heldOutLoss = TokenLoss.Mean(decoder, heldOut);
            foreach ((Checkpoint step, double loss, double norm, double pace) in steps)
            {
                double? judged = measured && step.Step == last.Step ? heldOutLoss : null;
                progress.Report(Progress(recipe, step, loss, judged, pace) with { GradientNorm = norm });
            }
        }
    }

    // One step: the gradient of the weighted mean over all passes, clipped, then AdamW. Returns the weighted sum of
    // -ln p and the gradient's norm, which need not be there yet.
    private static (Tensor Sum, Tensor Norm) Step(
        Decoder decoder, AdamW optimizer, TokenBatch[] passes, double rate, double clipNorm)
    {
        using DisposeScope scope = NewDisposeScope();
        double total = passes.Sum(pass => pass.TotalWeight);
        optimizer.zero_grad();
        Tensor sum = zeros(1, ScalarType.Float64, decoder.Device).squeeze();
        foreach (TokenBatch pass in passes)
            sum.add_(LogProbPass.BackwardWeighted(decoder, pass, 1 / total, checkpointing: false));
        Tensor norm = GradientClip.Apply(optimizer.parameters(), clipNorm);
        foreach (var group in optimizer.ParamGroups) group.LearningRate = rate;
        optimizer.step();
        return (sum.MoveToOuterDisposeScope(), norm.MoveToOuterDisposeScope());
    }

    private static Decoder NewDecoder(PretrainRecipe recipe)
    {
        Decoder decoder = DecoderFiles.Create(recipe.ToConfig(), recipe.Seed);
        if (recipe.From is not { } path) return decoder;
        using ModelFolder folder = ModelFolder.Open(path);
        DecoderFiles.Load(decoder, folder.Weights);
        return decoder;
    }

    private static void Keep(Decoder decoder, PretrainRecipe recipe)
    {
        using ModelFolder folder = ModelFolder.Open(recipe.From!);
        using IDisposable frozen = no_grad();
        foreach ((string name, Parameter weight) in DecoderFiles.Weights(decoder))
        {
            using Tensor before = tensor(folder.Weights.ReadFloat32(name), weight.shape).to(weight.device);
            using Tensor share = tensor((float)recipe.KeepShare).to(weight.device);
            weight.lerp_(before, share);
        }
    }

    // Decay pulls matrices towards zero; the scales of norms are left alone.
    private static AdamW NewOptimizer(Decoder decoder, PretrainRecipe recipe)
    {
        ILookup<bool, Parameter> byShape = decoder.parameters().ToLookup(parameter => parameter.Dimensions > 1);
        AdamW.ParamGroup[] groups =
        [
            new(byShape[true], recipe.LearningRate, 0.9, 0.95, weight_decay: recipe.WeightDecay),
            new(byShape[false], recipe.LearningRate, 0.9, 0.95, weight_decay: 0),
        ];
        return optim.AdamW(groups, recipe.LearningRate, 0.9, 0.95);
    }

    private static IEnumerable<(TokenBatch[] Passes, PackerState Next)> Steps(
        PretrainRecipe recipe, PretrainData data, PackerState start)
    {
        using WindowPacker packer = new(data.SamplesFrom, recipe.Window, recipe.PromptWeight, start);
        while (true)
        {
            List<TokenBatch> passes = [];
            for (int i = 0; i < recipe.PassesPerStep; i++)
            {
                if (packer.Next(recipe.TokensPerPass) is not { } pass) yield break;
                passes.Add(pass);
            }

            yield return ([.. passes], packer.State);
        }
    }

    private static double Share(PretrainRecipe recipe, Checkpoint at) =>
        recipe.Steps is { } steps ? at.Step / (double)steps : at.Seconds / (60 * recipe.Minutes);

    private static TrainingProgress Progress(
        PretrainRecipe recipe, Checkpoint at, double loss, double? heldOutLoss, double speed)
    {
        double share = Share(recipe, at);
        double left = at.Seconds * Math.Max(0, 1 - share) / share;
        int steps = recipe.Steps ?? Math.Max(at.Step, (int)Math.Round(at.Step / share));
        return new TrainingProgress(at.Step, steps, 1, loss, heldOutLoss, speed, TimeSpan.FromSeconds(left));
    }

    private static void WriteModel(Decoder decoder, string tokenizerFolder, string outputFolder) =>
        WholeFolder.Write(outputFolder, temporary =>
        {
            decoder.Config.Save(temporary);
            DecoderFiles.SaveWeights(decoder, temporary, TensorType.BF16);
            foreach (string name in s_tokenizerFiles)
            {
                string source = Path.Combine(tokenizerFolder, name);
                if (File.Exists(source)) File.Copy(source, Path.Combine(temporary, name));
            }
        });
}
