using System.Numerics.Tensors;

namespace AssistantLoop.Inference.Sampling;

/// <summary>Log-probabilities of a position's tokens: logits less the logarithm of the sum of their exponentials.</summary>
internal static class LogProbabilities
{
    /// <summary>The likeliest tokens, likeliest first; equal ones in the order of their ids.</summary>
    public static TokenLogProbability[] Top(ReadOnlySpan<float> logits, int count)
    {
        PriorityQueue<int, (float Logit, int Later)> least = new();
        for (int id = 0; id < logits.Length && count > 0; id++)
        {
            if (least.Count < count)
            {
                least.Enqueue(id, (logits[id], -id));
            }
            else if (logits[id] > logits[least.Peek()])
            {
                least.EnqueueDequeue(id, (logits[id], -id));
            }
        }

        float normaliser = Normaliser(logits);
        var top = new TokenLogProbability[least.Count];
        for (int i = top.Length - 1; i >= 0; i--)
        {
            int id = least.Dequeue();
            top[i] = new(id, logits[id] - normaliser);
        }

        return top;
    }

    /// <summary>log Σ exp(logit), in double precision and safe from overflow.</summary>
    public static float Normaliser(ReadOnlySpan<float> logits)
    {
        float largest = TensorPrimitives.Max(logits);
        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        return (float)(largest + Math.Log(sum));
    }
}
