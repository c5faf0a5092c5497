using static TorchSharp.torch;

namespace AssistantLoop.Training.Embeddings;

/// <summary>
/// InfoNCE over a batch (van den Oord et al. 2018, equation 4, with the batch's other texts as negatives as in Henderson
/// et al. 2017, section 4.4), in both directions as in Radford et al. 2021, figure 3:
/// L = ½ mean_i(-ln softmax_j(q_i·d_j / τ)_i) + ½ mean_i(-ln softmax_j(d_i·q_j / τ)_i).
/// Further documents, the hard negatives, count in the first direction alone.
/// </summary>
internal static class ContrastiveLoss
{
    private const double Excluded = -1e4;

    /// <summary>The loss, a number with a gradient, in nats.</summary>
    /// <param name="queries">[pairs, hidden], of length 1.</param>
    /// <param name="documents">[pairs + hard negatives, hidden], of length 1; row i answers query i.</param>
    /// <param name="groups">Of each pair: pairs of one group mean the same, and are no negatives of each other.</param>
    /// <param name="temperature">τ.</param>
    public static Tensor Of(Tensor queries, Tensor documents, long[] groups, double temperature)
    {
        long pairs = queries.size(0);
        Tensor scores = queries.to(ScalarType.Float32).matmul(documents.to(ScalarType.Float32).t()) / temperature;
        Tensor group = tensor(groups, device: queries.device);
        Tensor same = group.unsqueeze(0).eq(group.unsqueeze(1))
            .logical_and(eye(pairs, device: queries.device).@bool().logical_not());
        Tensor square = scores.narrow(1, 0, pairs).masked_fill(same, Excluded);
        Tensor rows = documents.size(0) == pairs
            ? square : cat([square, scores.narrow(1, pairs, documents.size(0) - pairs)], 1);
        Tensor own = arange(pairs, dtype: ScalarType.Int64, device: queries.device);
        return (nn.functional.cross_entropy(rows, own) + nn.functional.cross_entropy(square.t(), own)) / 2;
    }
}
