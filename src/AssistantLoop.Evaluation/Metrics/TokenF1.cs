namespace AssistantLoop.Evaluation.Metrics;

/// <summary>The overlap of an answer's words with a right answer's (Rajpurkar et al. 2016, SQuAD), 0 to 1.</summary>
public static class TokenF1
{
    /// <summary>The harmonic mean of precision and recall over words, each word as often as it stands in both.</summary>
    public static double Of(string answer, string right)
    {
        string[] given = [.. Words.Of(answer)], wanted = [.. Words.Of(right)];
        if (given.Length == 0 || wanted.Length == 0)
        {
            return given.Length == wanted.Length ? 1 : 0;
        }

        Dictionary<string, int> left = wanted.CountBy(word => word).ToDictionary();
        int shared = 0;
        foreach (string word in given)
        {
            if (left.TryGetValue(word, out int count) && count > 0)
            {
                left[word] = count - 1;
                shared++;
            }
        }

        return 2.0 * shared / (given.Length + wanted.Length);
    }
}
