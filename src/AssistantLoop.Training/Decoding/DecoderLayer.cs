using AssistantLoop.Models.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Decoding;

/// <summary>A pre-normalised block: x + attention(norm(x)), then x + feed-forward(norm(x)).</summary>
internal sealed class DecoderLayer : nn.Module
{
    public DecoderLayer(ModelConfig config, ScalarType type)
        : base(nameof(DecoderLayer))
    {
        self_attn = new Attention(config, type);
        mlp = new FeedForward(config, type);
        input_layernorm = new RmsNorm(config.HiddenSize, config.RmsNormEpsilon);
        post_attention_layernorm = new RmsNorm(config.HiddenSize, config.RmsNormEpsilon);
        RegisterComponents();
    }

    internal readonly Attention self_attn;
    internal readonly FeedForward mlp;
    internal readonly RmsNorm input_layernorm;
    internal readonly RmsNorm post_attention_layernorm;

    /// <summary>
    /// The stream x [tokens, hidden] stays wide; products are made in the mask's type. What the way back does not need
    /// is freed at once, not when the whole pass is over.
    /// </summary>
    public Tensor Forward(Tensor x, TextLayout layout, RotaryAngles angles, CausalMask mask)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor attended = x + self_attn.Forward(input_layernorm.call(x).to(mask.Type), layout, angles, mask);
        return (attended + mlp.call(post_attention_layernorm.call(attended).to(mask.Type))).MoveToOuterDisposeScope();
    }
}
