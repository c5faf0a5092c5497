using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Lora;
using AssistantLoop.Training.Tuning;
using static TorchSharp.torch;

namespace AssistantLoop.Bench.Learning;

/// <summary>The mean loss of samples' answers, in nats a token, by a model with an adapter or alone.</summary>
internal static class AdapterLoss
{
    /// <param name="model">The base.</param>
    /// <param name="adapter">The adapter's folder; null for the base alone.</param>
    /// <param name="set">Samples whose last answers count.</param>
    /// <param name="threads">Threads of one operator.</param>
    public static double Of(ModelFolder model, string? adapter, TrainingSet set, int threads)
    {
        set_num_threads(threads);
        Recipe recipe = new();
        using Decoder decoder = DecoderFiles.Load(model);
        using LoraAdapter? attached = adapter is null
            ? null
            : LoraAdapter.Attach(decoder, PeftAdapter.Load(adapter, model.Config, model.Hash));
        return new Judge(decoder, recipe, null).Measure(new ExampleEncoder(model, recipe).Encode(set, "Evaluation").Examples).Loss;
    }
}
