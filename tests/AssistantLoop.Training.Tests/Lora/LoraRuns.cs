using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Lora;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Tests.Decoding;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tests.Lora;

/// <summary>Short work with adapters of <see cref="SmallModels"/>.</summary>
internal static class LoraRuns
{
    /// <summary>Three steps on <see cref="Batch"/>.</summary>
    public static void Learn(Decoder decoder, LoraAdapter adapter)
    {
        using AdamW optimizer = optim.AdamW(adapter.Parameters, 1e-2);
        for (int step = 0; step < 3; step++) Learn(decoder, optimizer);
    }

    /// <summary>One step on <see cref="Batch"/>.</summary>
    public static void Learn(Decoder decoder, optim.Optimizer optimizer)
    {
        optimizer.zero_grad();
        TokenLoss.Backward(decoder, Batch(), 0.1);
        optimizer.step();
    }

    public static TokenBatch Batch() => new(
        [.. SmallModels.Ids(12).Select(id => (long)id)], [0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1], [6, 6]);

    public static float[] Logits(Decoder decoder)
    {
        using IDisposable frozen = no_grad();
        using Tensor ids = tensor(SmallModels.Ids(10).Select(id => (long)id).ToArray(), [1, 10]);
        using DisposeScope scope = NewDisposeScope();
        return DecoderFiles.Values(decoder.call(ids));
    }
}
