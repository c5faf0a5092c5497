using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Losses;
using AssistantLoop.Training.Objectives;
using AssistantLoop.Training.Packing;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Tuning;

/// <summary>
/// What the reference gives the trainable tokens of the run's texts. The reference is the model as it is before the
/// first step (for a new adapter the base alone, for one that is gone on from the adapter as it was), so its
/// log-probabilities are computed once and no second model is kept.
/// </summary>
internal sealed class ReferenceLogProbs
{
    // A text is itself alone: two with the same ids are computed twice rather than compared.
    private readonly Dictionary<EncodedChat, float[]> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Computes those of all texts, before anything is learnt. Dropout must be off.</summary>
    public ReferenceLogProbs(
        Decoder decoder, IEnumerable<EncodedChat> texts, int tokensPerPass, CancellationToken cancellationToken)
    {
        EncodedChat[] wanted = [.. texts.Distinct<EncodedChat>(ReferenceEqualityComparer.Instance)];
        foreach (var pass in PackedTexts.BestFit(wanted, text => text.Ids.Length, tokensPerPass))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            float[] all = DecoderFiles.Values(LogProbPass.Of(decoder, PackedTexts.Of(pass)));
            int at = 0;
            foreach (EncodedChat text in pass)
            {
                int count = Example.Counted(text);
                _known[text] = all[at..(at + count)];
                at += count;
            }
        }
    }

    /// <summary>log p of each trainable token of texts, one text after the other.</summary>
    public float[] Of(IEnumerable<EncodedChat> texts) => [.. texts.SelectMany(text => _known[text])];
}
