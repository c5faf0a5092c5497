using AssistantLoop.Models;
using AssistantLoop.Models.Adapters;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Lora;
using AssistantLoop.Training.Packing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Reward;

/// <summary>A trained reward model, which says what answers are worth. Not thread-safe.</summary>
public sealed class RewardModel : IDisposable
{
    private const int TokensPerPass = 4096;

    private readonly Decoder _decoder;
    private readonly LoraAdapter _adapter;
    private readonly Parameter _head;
    private readonly ChatEncoder _encoder;

    private RewardModel(ModelFolder baseModel, RewardAdapter adapter, ScalarType type)
    {
        _decoder = DecoderFiles.Load(baseModel, type);
        _decoder.ComputeType = type;
        _adapter = LoraAdapter.Attach(_decoder, adapter.Factors);
        using Tensor head = tensor(adapter.Head.ToArray(), [1, adapter.Head.Count]);
        _head = nn.Parameter(head.clone(), requires_grad: false);
        _encoder = new ChatEncoder(baseModel.Template, baseModel.Tokenizer);
    }

    /// <summary>Reads what <see cref="RewardTraining"/> wrote for this base.</summary>
    /// <param name="baseModel">The base.</param>
    /// <param name="folder">The adapter's folder.</param>
    /// <param name="bfloat16">16-bit products; null where the processor decides.</param>
    /// <exception cref="ModelFormatException">It is no reward model, is damaged, or is of another base.</exception>
    public static RewardModel Load(ModelFolder baseModel, string folder, bool? bfloat16 = null) => new(
        baseModel, RewardAdapter.Load(folder, baseModel.Config, baseModel.Hash), Precision.Choose(bfloat16));

    /// <summary>
    /// A number a text, in the texts' order; of two answers to one prompt the one with the greater is the better, and σ
    /// of the difference is how probably so. A text ends as the chat template ends it after an answer.
    /// </summary>
    public double[] Score(IReadOnlyList<EncodedChat> texts)
    {
        using IDisposable frozen = no_grad();
        double[] scores = new double[texts.Count];
        foreach (var pass in PackedTexts.BestFit([.. Enumerable.Range(0, texts.Count)], Length, TokensPerPass))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor rewards = new RewardPass(_decoder, _head, [.. pass.Select(i => texts[i])], false).Rewards;
            double[] found = rewards.to(ScalarType.Float64).data<double>().ToArray();
            foreach ((int text, double score) in pass.Zip(found)) scores[text] = score;
        }

        return scores;

        int Length(int text) => texts[text].Ids.Length;
    }

    /// <summary>What one answer to a prompt is worth.</summary>
    public double Score(IReadOnlyList<SampleMessage> prompt, string answer) =>
        Score([_encoder.Encode([.. prompt, new SampleMessage(SampleMessage.Assistant, answer)])])[0];

    public void Dispose()
    {
        _adapter.Dispose();
        _decoder.Dispose();
        _head.Dispose();
    }
}
