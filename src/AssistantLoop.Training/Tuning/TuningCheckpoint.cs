using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Models;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tuning;

/// <summary>
/// All that a run needs to go on as if it had not stopped, bit for bit: what learns, the optimizer's means, the best
/// weights so far and where dropout draws from. Each checkpoint is a folder of its own, visible only when it is whole,
/// so that a kill at any moment leaves one to go on from.
/// </summary>
/// <param name="folder">Where the checkpoints lie.</param>
/// <param name="learner">What learns.</param>
/// <param name="optimizer">Its optimizer, over the learner's parameters in their order.</param>
internal sealed class TuningCheckpoint(string folder, Learner learner, OptimizerHelper optimizer)
{
    private const string TensorsFile = "state.safetensors";
    private const string NumbersFile = "state.json";
    private const string Random = "random";
    private const string BestPrefix = "best/";

    /// <summary>Writes a checkpoint, then removes those before it.</summary>
    public void Save(TuningState state, IReadOnlyList<float[]>? best)
    {
        SafetensorsWriter writer = new();
        foreach ((string name, Tensor tensor) in Tensors())
        {
            using DisposeScope scope = NewDisposeScope();
            writer.AddBytes(name, TypeOf(tensor), tensor.shape, tensor.detach().cpu().bytes.ToArray());
        }

        foreach (((string name, Parameter parameter), float[] values) in learner.Parameters.Zip(best ?? []))
            writer.Add($"{BestPrefix}{name}", parameter.shape, values);
        if (learner.Decoder.Randomness is { } randomness)
        {
            using Tensor at = randomness.get_state();
            writer.AddBytes(Random, TensorType.U8, at.shape, at.bytes.ToArray());
        }

        Directory.CreateDirectory(folder);
        string target = Path.Combine(folder, string.Create(
            CultureInfo.InvariantCulture, $"step-{state.Steps.Count:000000}"));
        WholeFolder.Write(target, temporary =>
        {
            writer.Save(Path.Combine(temporary, TensorsFile));
            WholeFile.Write(Path.Combine(temporary, NumbersFile),
                stream => JsonSerializer.Serialize(stream, state, TuningJson.Default.TuningState));
        });
        foreach (string older in Whole().Where(path => path != target)) Directory.Delete(older, recursive: true);
    }

    /// <summary>
    /// Puts the newest checkpoint back; null where there is none.
    /// </summary>
    /// <exception cref="ModelFormatException">It is damaged, or of another run than <paramref name="runKey"/>.</exception>
    public (TuningState State, IReadOnlyList<float[]>? Best)? Load(string runKey)
    {
        if (Whole().LastOrDefault() is not { } newest) return null;
        string path = Path.Combine(newest, NumbersFile);
        TuningState state = CheckpointNumbers.Read(path, TuningJson.Default.TuningState);
        if (state.RunKey != runKey)
        {
            throw new ModelFormatException(path,
                "the checkpoint is of another model, recipe or data set; delete the folder to start anew.");
        }

        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(newest, TensorsFile));
        Fill(file, state.Steps.Count);
        bool hasBest = file.Tensors.Keys.Any(name => name.StartsWith(BestPrefix, StringComparison.Ordinal));
        return (state, hasBest
            ? [.. learner.Parameters.Select(pair => file.ReadFloat32($"{BestPrefix}{pair.Name}"))]
            : null);
    }

    private void Fill(SafetensorsFile file, int step)
    {
        using IDisposable frozen = no_grad();
        foreach ((string name, Tensor target) in Tensors())
        {
            // The target's own memory, or where that is a GPU's a copy that goes back.
            using DisposeScope scope = NewDisposeScope();
            Tensor here = target.detach().cpu();
            here.bytes = Bytes(file, name);
            if (target.is_cuda) target.copy_(here);
        }

        RunOptimizer.SetStep(optimizer, step);
        if (learner.Decoder.Randomness is not { } randomness) return;
        using Tensor at = tensor(Bytes(file, Random));
        randomness.set_state(at);
    }

    private static byte[] Bytes(SafetensorsFile file, string name)
    {
        byte[] bytes = new byte[file.Find(name).Length];
        file.ReadBytes(name, 0, bytes);
        return bytes;
    }

    private IEnumerable<(string Name, Tensor Tensor)> Tensors() => learner.Parameters
        .Select(pair => (pair.Name, (Tensor)pair.Parameter)).Concat(RunOptimizer.Tensors(learner, optimizer));

    private static TensorType TypeOf(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Float32 => TensorType.F32,
        ScalarType.Int64 => TensorType.I64,
        ScalarType.Int8 => TensorType.I8,
        ScalarType.Byte => TensorType.U8,
        _ => throw new InvalidOperationException($"No checkpoint holds {tensor.dtype}."),
    };

    // The folders that a rename made visible, oldest first.
    private string[] Whole() => Directory.Exists(folder)
        ? [.. Directory.GetDirectories(folder, "step-??????").Order(StringComparer.Ordinal)]
        : [];
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TuningState))]
internal sealed partial class TuningJson : JsonSerializerContext;
