using static TorchSharp.torch;

namespace AssistantLoop.Training.Losses;

/// <summary>
/// A batch's tokens that count, with what of them is on a device. Its tensors belong to the dispose scope it is made in.
/// </summary>
internal sealed class CountedTokens
{
    private readonly float[] _weights;
    private readonly Tensor _targets;

    /// <exception cref="ArgumentException">A text's first token counts.</exception>
    public CountedTokens(TokenBatch batch, Device device)
    {
        int start = 0;
        foreach (int length in batch.Lengths)
        {
            if (batch.Weights[start] != 0) throw new ArgumentException("A text's first token has nothing before it.");
            start += length;
        }

        Count = batch.Weights.Count(weight => weight != 0);
        _weights = new float[Count];
        long[] before = new long[Count], targets = new long[Count];
        int at = 0;
        for (int i = 0; i < batch.Ids.Length; i++)
        {
            if (batch.Weights[i] == 0) continue;
            (_weights[at], before[at], targets[at]) = (batch.Weights[i], i - 1, batch.Ids[i]);
            at++;
        }

        (Before, _targets) = (before.On(device), targets.On(device));
    }

    public int Count { get; }

    /// <summary>The row before each, which predicts it: [counted] int64.</summary>
    public Tensor Before { get; }

    /// <summary>Those rows of hidden [tokens, width]: [counted, width].</summary>
    public Tensor RowsBefore(Tensor hidden) => hidden.index_select(0, Before);

    /// <summary>The ids of some of them: [count, 1] int64.</summary>
    public Tensor Targets(int start, int count) => _targets.narrow(0, start, count).unsqueeze(1);

    /// <summary>Each one's weight times a factor.</summary>
    public float[] WeightsTimes(double factor) => Array.ConvertAll(_weights, weight => (float)(factor * weight));
}
