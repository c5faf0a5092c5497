using System.Numerics.Tensors;
using AssistantLoop.Inference.Graphs;
using AssistantLoop.Inference.Sampling;
using AssistantLoop.Inference.Scheduling;
using AssistantLoop.Models;

namespace AssistantLoop.Inference;

/// <summary>What a model is like in one precision: its size, and what it makes of a text.</summary>
/// <param name="Precision">How the matrices are held.</param>
/// <param name="Bytes">The graph's weights on disk.</param>
/// <param name="LogLoss">Mean negative log-probability of the text's tokens, in nats a token.</param>
/// <param name="Likeliest">For each position the token that the model finds likeliest next.</param>
public sealed record PrecisionMeasure(Precision Precision, long Bytes, double LogLoss, IReadOnlyList<int> Likeliest)
{
    /// <summary>The exponential of <see cref="LogLoss"/>: among how many equally likely tokens the model seems to choose
    /// (Jelinek et al., 1977).</summary>
    public double Perplexity => Math.Exp(LogLoss);

    /// <summary>The share of positions at which another measure of the same text finds the same token likeliest.</summary>
    public double AgreementWith(PrecisionMeasure other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Likeliest.Count == other.Likeliest.Count
            ? Likeliest.Zip(other.Likeliest).Count(pair => pair.First == pair.Second) / (double)Likeliest.Count
            : throw new ArgumentException("The measures are of different texts.", nameof(other));
    }

    /// <summary>Measures a model. The text is read in windows of the context, each from its beginning.</summary>
    /// <param name="options">Model, cache, precision, context and threads.</param>
    /// <param name="ids">The text's tokens, at least two.</param>
    /// <param name="progress">Told of the tokens read.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    /// <exception cref="ModelFormatException">The folder is not a model that the engine runs.</exception>
    public static PrecisionMeasure Of(
        EngineOptions options, IReadOnlyList<int> ids, IProgress<int> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        ArgumentOutOfRangeException.ThrowIfLessThan(ids.Count, 2);
        options = options with { Slots = 1, PrefixCacheBytes = 0 };
        options.Validate();
        using ModelFolder model = ModelFolder.Open(options.ModelFolder);
        using DecoderModel decoder = DecoderModel.Load(model, options);
        List<int> likeliest = [];
        double loss = 0;
        for (int start = 0; start < ids.Count - 1; start += decoder.ContextLength)
        {
            int end = Math.Min(start + decoder.ContextLength, ids.Count - 1);
            for (int at = start; at < end; at++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Span<float> logits = decoder.Run(new Step(0, 1, [ids[at]], [at - start + 1], [null], [], WantsLogits: true));
                likeliest.Add(TensorPrimitives.IndexOfMax(logits));
                loss += LogProbabilities.Normaliser(logits) - logits[ids[at + 1]];
                progress.Report(at + 1);
            }
        }

        return new(options.Precision, decoder.WeightBytes, loss / likeliest.Count, likeliest);
    }
}
