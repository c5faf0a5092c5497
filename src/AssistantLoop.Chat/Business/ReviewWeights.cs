namespace AssistantLoop.Chat.Business;

/// <summary>
/// How much a subject matters to the business where answers are to be looked at, from business.yaml:
/// <c>review: { weights: { refund: 2, returns.md: 1.5 } }</c>. A key with a point in it is a document's path, any other a
/// word or phrase of the question.
/// </summary>
public sealed class ReviewWeights
{
    /// <summary>The largest weight; 1 is what a subject without one has.</summary>
    public const double Most = 10;

    private readonly IReadOnlyDictionary<string, double> _weights;

    /// <param name="weights">The weights, each above 0 and at most <see cref="Most"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is outside its range; says which.</exception>
    public ReviewWeights(IReadOnlyDictionary<string, double> weights)
    {
        foreach ((string subject, double weight) in weights)
        {
            if (weight is not (> 0 and <= Most))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(weights), $"'review: weights: {subject}' must be above 0 and at most {Most}; given: {weight}");
            }
        }

        _weights = weights;
    }

    /// <summary>No subject matters more than another.</summary>
    public static ReviewWeights Even { get; } = new(new Dictionary<string, double>());

    /// <summary>The largest weight of the subjects that an answer touches, and which; 1 and null where it touches none.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="paths">The documents in the answer's prompt.</param>
    public (double Weight, string? Subject) Of(string question, IReadOnlyCollection<string> paths)
    {
        (double Weight, string? Subject) most = (1, null);
        foreach ((string subject, double weight) in _weights)
        {
            bool touched = subject.Contains('.', StringComparison.Ordinal)
                ? paths.Contains(subject)
                : Holds(question, subject);
            if (touched && (most.Subject is null || weight > most.Weight))
            {
                most = (weight, subject);
            }
        }

        return most;
    }

    // From the start of a word: "refund" is in "refunds", and "art" not in "cart".
    private static bool Holds(string question, string word)
    {
        for (int at = question.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0;
            at = question.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (at == 0 || !char.IsLetterOrDigit(question[at - 1]))
            {
                return true;
            }
        }

        return false;
    }
}
