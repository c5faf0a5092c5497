using System.Numerics.Tensors;

namespace AssistantLoop.Inference.Sampling;

/// <summary>The tokens that min-p, top-k and top-p leave, likeliest first, with their cumulated probabilities.</summary>
internal sealed class Nucleus
{
    private readonly int[] _ids;
    private readonly double[] _cumulated;

    private Nucleus(int[] ids, double[] cumulated)
    {
        _ids = ids;
        _cumulated = cumulated;
    }

    /// <summary>The tokens that are left, likeliest first.</summary>
    public IReadOnlyList<int> Ids => _ids;

    /// <summary>Cuts a distribution given by logits, which are overwritten by their probabilities.</summary>
    /// <param name="logits">One logit a token.</param>
    /// <param name="topK">Tokens to keep; 0 keeps all.</param>
    /// <param name="topP">Probability to keep, measured after top-k; the token that crosses it is kept.</param>
    /// <param name="minP">Share of the likeliest token's probability that a token needs; 0 keeps all.</param>
    public static Nucleus Of(Span<float> logits, int topK, float topP, float minP = 0)
    {
        TensorPrimitives.SoftMax(logits, logits);
        List<(float Probability, int Id)> candidates = Candidates(logits, topK, topP, minP);
        candidates.Sort(static (a, b) => a.Probability != b.Probability
            ? b.Probability.CompareTo(a.Probability)
            : a.Id.CompareTo(b.Id));
        int count = topK > 0 ? Math.Min(topK, candidates.Count) : candidates.Count;
        double total = topK > 0 || minP > 0 ? candidates.Take(count).Sum(c => (double)c.Probability) : 1;
        var cumulated = new double[count];
        double sum = 0;
        int kept = 0;
        // Without top-p nothing may be lost to rounding of the sum.
        double limit = topP < 1 ? topP * total : double.PositiveInfinity;
        while (kept < count && sum < limit)
        {
            sum += candidates[kept].Probability;
            cumulated[kept++] = sum;
        }

        return new Nucleus([.. candidates.Take(kept).Select(c => c.Id)], cumulated[..kept]);
    }

    /// <summary>The token at <paramref name="draw"/>, a number in [0, 1), of the probability that is left.</summary>
    public int Pick(double draw)
    {
        double target = draw * _cumulated[^1];
        int index = Array.FindIndex(_cumulated, sum => sum > target);
        return _ids[index < 0 ? _ids.Length - 1 : index];
    }

    // Sorting a whole vocabulary costs more than a decode step of a small model. Tokens under (1 - p) / V hold less
    // than 1 - p together, so with top-p alone they are never needed.
    private static List<(float, int)> Candidates(ReadOnlySpan<float> probabilities, int topK, float topP, float minP)
    {
        float least = topK == 0 && minP == 0 && topP < 1 ? (1 - topP) / probabilities.Length : 0;
        if (minP > 0)
        {
            least = minP * TensorPrimitives.Max(probabilities);
        }

        if (topK > 0 && topK < probabilities.Length)
        {
            least = Math.Max(least, KthLargest(probabilities, topK));
        }

        var candidates = new List<(float, int)>();
        for (int id = 0; id < probabilities.Length; id++)
        {
            if (probabilities[id] >= least)
            {
                candidates.Add((probabilities[id], id));
            }
        }

        return candidates;
    }

    private static float KthLargest(ReadOnlySpan<float> values, int k)
    {
        var heap = new PriorityQueue<float, float>(k + 1);
        foreach (float value in values)
        {
            if (heap.Count < k)
            {
                heap.Enqueue(value, value);
            }
            else if (value > heap.Peek())
            {
                heap.EnqueueDequeue(value, value);
            }
        }

        return heap.Peek();
    }
}
