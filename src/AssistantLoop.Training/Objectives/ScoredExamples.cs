using static TorchSharp.torch;

namespace AssistantLoop.Training.Objectives;

/// <summary>
/// Examples with the log-probabilities, in nats, that the model and the reference gave their trainable tokens. Tensors
/// that it makes belong to the caller's dispose scope.
/// </summary>
/// <param name="Examples">The examples, at least one, whose texts the rows of tokens follow.</param>
/// <param name="LogProbs">The model's log p of each trainable token, text by text: [tokens], to be differentiated.</param>
/// <param name="Reference">The reference's log p of the same tokens, no gradient; null where none is needed.</param>
/// <param name="MismatchedReward">
/// KTO's reference point: mean over the step's mismatched answers of the sum of log p - log p of the reference.
/// </param>
public sealed record ScoredExamples(
    IReadOnlyList<Example> Examples, Tensor LogProbs, Tensor? Reference, double MismatchedReward = 0)
{
    /// <summary>The examples that fit, with their tokens; null where none does.</summary>
    public ScoredExamples? Where(Func<Example, bool> fits)
    {
        if (Examples.All(fits)) return this;
        List<Example> kept = [];
        List<long> rows = [];
        int at = 0;
        foreach (Example example in Examples)
        {
            int tokens = example.Tokens;
            if (fits(example))
            {
                kept.Add(example);
                rows.AddRange(Enumerable.Range(at, tokens).Select(row => (long)row));
            }

            at += tokens;
        }

        if (kept.Count == 0) return null;
        Tensor chosen = rows.ToArray().On(LogProbs.device);
        return this with
        {
            Examples = kept,
            LogProbs = LogProbs.index_select(0, chosen),
            Reference = Reference?.index_select(0, chosen),
        };
    }

    /// <summary>Trainable tokens of each text: [texts].</summary>
    public Tensor Counts => Numbers(Texts.Select(text => (double)Example.Counted(text)));

    /// <summary>Each example's weight: [examples].</summary>
    public Tensor Weights => Numbers(Examples.Select(example => example.Weight));

    /// <summary>Sum of the model's log p over each text: [texts].</summary>
    public Tensor Sums() => OverTexts(LogProbs);

    /// <summary>s = sum over each text of log p - log p of the reference: [texts].</summary>
    /// <exception cref="InvalidOperationException">There is no reference.</exception>
    public Tensor Ratios() => OverTexts(TokenRatios());

    /// <summary>log p - log p of the reference of each token: [tokens].</summary>
    /// <exception cref="InvalidOperationException">There is no reference.</exception>
    public Tensor TokenRatios() => LogProbs
        - (Reference ?? throw new InvalidOperationException("The objective does not say that it needs a reference."));

    /// <summary>ā = mean of the model's log p over each text: [texts].</summary>
    public Tensor Means() => Sums() / Counts;

    /// <summary>A number a text, [texts], where every example is a pair: those of the chosen and of the rejected.</summary>
    public static (Tensor Chosen, Tensor Rejected) Pairs(Tensor texts)
    {
        Tensor pairs = texts.view(-1, 2);
        return (pairs.select(1, 0), pairs.select(1, 1));
    }

    /// <summary>The sum over each text of a number a token: [tokens] to [texts].</summary>
    public Tensor OverTexts(Tensor tokens)
    {
        long[] owners = [.. Texts.SelectMany((text, i) => Enumerable.Repeat((long)i, Example.Counted(text)))];
        return zeros(Texts.Count(), tokens.dtype, tokens.device).index_add_(0, owners.On(tokens.device), tokens, 1);
    }

    /// <summary>Numbers as a tensor of the log-probabilities' type, on their device.</summary>
    public Tensor Numbers(IEnumerable<double> values) => values.ToArray().On(LogProbs.device).to(LogProbs.dtype);

    private IEnumerable<Models.ChatTemplates.EncodedChat> Texts => Examples.SelectMany(example => example.Texts);
}
