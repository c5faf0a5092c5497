using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Lora;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Packing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Bench;

/// <summary>
/// Our side of the training bench, in a process of its own: arguments and commands are bench/torch/reference.py's.
/// </summary>
internal sealed class TrainChild : IDisposable
{
    /// <summary>The bench's first argument that makes it this side.</summary>
    public const string Verb = "train-child";

    private const int TokensPerPass = 4096;

    private readonly IReadOnlyList<EncodedChat[]> _batches;
    private readonly Decoder _decoder;
    private readonly LoraAdapter? _adapter;
    private readonly Parameter[] _learning;
    private readonly AdamW _optimizer;
    private int _done;

    private TrainChild(string folder, string adapter, string batches, bool lora, ScalarType type, double learningRate)
    {
        using ModelFolder model = ModelFolder.Open(folder);
        _batches = TrainBatches.Read(batches);
        _decoder = DecoderFiles.Load(model, lora ? type : ScalarType.Float32);
        _decoder.ComputeType = type;
        if (lora) _adapter = LoraAdapter.Attach(_decoder, PeftAdapter.Load(adapter, model.Config));
        _learning = [.. _adapter?.Parameters ?? _decoder.parameters()];
        foreach (Parameter parameter in _learning) parameter.requires_grad = true;
        _optimizer = optim.AdamW(_learning, learningRate);
    }

    /// <summary>Answers commands until the input ends.</summary>
    public static void Run(string[] args)
    {
        using IDisposable heap = NativeHeap.KeepFreedMemory();
        set_num_threads(int.Parse(args[5], CultureInfo.InvariantCulture));
        using TrainChild child = new(
            args[0], args[1], args[2], args[3] == "lora", args[4] == "bf16" ? ScalarType.BFloat16 : ScalarType.Float32,
            double.Parse(args[6], CultureInfo.InvariantCulture));
        while (Console.ReadLine() is { } line)
        {
            JsonNode? steps = JsonNode.Parse(line)?["steps"];
            JsonObject answer = steps is null
                ? new JsonObject { ["bytes"] = PeakBytes() }
                : child.Steps(steps.GetValue<int>());
            Console.WriteLine(answer.ToJsonString());
        }
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _adapter?.Dispose();
        _decoder.Dispose();
    }

    private JsonObject Steps(int count)
    {
        JsonArray losses = [];
        int tokens = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            EncodedChat[] batch = _batches[_done++ % _batches.Count];
            losses.Add(Step(batch));
            tokens += batch.Sum(chat => chat.Ids.Length);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new JsonObject { ["seconds"] = seconds, ["tokens"] = tokens, ["losses"] = losses };
    }

    // As the trainer makes one.
    private double Step(EncodedChat[] batch)
    {
        IReadOnlyList<TokenBatch> passes = PackedTexts.InPasses(batch, TokensPerPass);
        double weight = passes.Sum(pass => pass.TotalWeight), sum = 0;
        _optimizer.zero_grad();
        foreach (TokenBatch pass in passes) sum += TokenLoss.Backward(_decoder, pass, 1 / weight);
        nn.utils.clip_grad_norm_(_learning, 1);
        _optimizer.step();
        return sum / weight;
    }

    private static long PeakBytes() => 1024 * long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2],
        CultureInfo.InvariantCulture);
}
