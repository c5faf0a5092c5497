using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Packing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Reward;

/// <summary>
/// The rewards of texts, each the product of the head and the hidden row of the text's last token, and the way back from
/// a loss of them. Its tensors belong to the dispose scope it is made in.
/// </summary>
internal sealed class RewardPass
{
    private readonly HiddenPass _pass;
    private readonly Tensor _last;
    private readonly Tensor _rows;

    /// <summary>Computes the rewards.</summary>
    /// <param name="decoder">The model.</param>
    /// <param name="head">The head [1, hidden].</param>
    /// <param name="texts">The texts.</param>
    /// <param name="checkpointing">Keep only each layer's input for the way back, and compute the rest once more.</param>
    public RewardPass(Decoder decoder, Parameter head, IReadOnlyList<EncodedChat> texts, bool checkpointing)
    {
        _pass = new HiddenPass(decoder, PackedTexts.Of(texts), checkpointing);
        long[] last = new long[texts.Count];
        for (int i = 0, end = 0; i < last.Length; i++)
        {
            end += texts[i].Ids.Length;
            last[i] = end - 1;
        }

        _last = tensor(last);
        _rows = _pass.Hidden.index_select(0, _last).requires_grad_();
        Rewards = nn.functional.linear(_rows, head.to(_rows.dtype)).squeeze(1);
    }

    /// <summary>A reward a text, at least 32 bits wide: [texts].</summary>
    public Tensor Rewards { get; }

    /// <summary>Adds to the decoder's weights that learn, once a loss of the rewards was differentiated.</summary>
    public void Backward()
    {
        if (_rows.grad is not { } gradient) return;
        _pass.Backward(zeros_like(_pass.Hidden).index_add_(0, _last, gradient, 1));
    }
}
