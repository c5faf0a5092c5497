namespace AssistantLoop.Retrieval.Search;

/// <summary>How passages are chosen. The defaults are what the product ships.</summary>
public sealed record SearchOptions
{
    /// <summary>Passages that each list of the index gives at most.</summary>
    public int Candidates { get; init; } = 50;

    /// <summary>Passages handed to the model at most.</summary>
    public int MaxPassages { get; init; } = 3;

    /// <summary>The weight of the list by words in the fusion.</summary>
    public double WordsWeight { get; init; } = 1;

    /// <summary>The weight of the list by meaning in the fusion.</summary>
    public double VectorWeight { get; init; } = 1.5;

    /// <summary>Whether the best candidates are put in order again by their best sentences; costs an embedding for each.</summary>
    public bool Rerank { get; init; }

    /// <summary>How likely the best passage must be to answer the question; under it, the documents do not say.</summary>
    public double AnswerableFrom { get; init; } = 0.2;

    /// <summary>A passage that scores under this share of the best one, by words and by meaning, is noise, not context.</summary>
    public double ShareOfBest { get; init; } = 0.35;

    /// <summary>How that likelihood is estimated.</summary>
    public Answerability Answerability { get; init; } = Answerability.ByWords;
}
