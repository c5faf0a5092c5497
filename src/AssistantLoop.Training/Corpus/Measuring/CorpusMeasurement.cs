namespace AssistantLoop.Training.Corpus.Measuring;

/// <summary>How varied a part of the corpus is.</summary>
public sealed record CorpusMeasurement
{
    public required int Samples { get; init; }

    public required long Characters { get; init; }

    /// <summary>Answers by the purpose of their turn, shares of all.</summary>
    public required IReadOnlyDictionary<TurnKind, double> Turns { get; init; }

    /// <summary>Distinct n-grams of words by all, n from 1 to 4.</summary>
    public required IReadOnlyList<double> DistinctGrams { get; init; }

    /// <summary>Distinct questions of more than 25 characters by all.</summary>
    public required double DistinctQuestions { get; init; }

    /// <summary>Share of the samples with passages that share half of their 4-grams with an earlier one.</summary>
    public required double NearDuplicates { get; init; }

    /// <summary>Tokens of all samples, roles included.</summary>
    public required long Tokens { get; init; }

    /// <summary>Tokens of the answers that are learnt.</summary>
    public required long AnswerTokens { get; init; }

    /// <summary>Tokens that half, nine in ten, 99 in a hundred and all samples do not exceed.</summary>
    public required IReadOnlyList<int> TokenQuantiles { get; init; }

    /// <summary>Time that one thread took to draw the samples, nothing else.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Tokens that one thread draws in a second.</summary>
    public double TokensPerSecond => Tokens / Duration.TotalSeconds;
}
