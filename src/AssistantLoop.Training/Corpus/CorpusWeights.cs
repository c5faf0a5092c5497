namespace AssistantLoop.Training.Corpus;

/// <summary>How often the generated dialogues hold what; relative weights within a group, else probabilities.</summary>
public sealed record CorpusWeights
{
    /// <summary>Turn: a question whose answer is one sentence of a passage. Weight, default 0.62.</summary>
    public double SingleFact { get; init; } = 0.62;

    /// <summary>Turn: two facts at once, a list or a comparison of prices. Weight, default 0.10.</summary>
    public double MultiFact { get; init; } = 0.10;

    /// <summary>Turn: a question that no passage answers. Weight, default 0.12.</summary>
    public double NotStated { get; init; } = 0.12;

    /// <summary>Turn: greetings, thanks, who are you, goodbye. Weight, default 0.08.</summary>
    public double SmallTalk { get; init; } = 0.08;

    /// <summary>Turn: say again what a passage says. Weight, default 0.08.</summary>
    public double Repeat { get; init; } = 0.08;

    /// <summary>A follow-up by pronoun after an answer that allows one. Probability, default 0.4.</summary>
    public double FollowUp { get; init; } = 0.4;

    /// <summary>A style instruction that shows in the answers. Probability a sample, default 0.2.</summary>
    public double Style { get; init; } = 0.2;

    /// <summary>A glossary line. Probability a sample, default 0.06.</summary>
    public double Glossary { get; init; } = 0.06;

    /// <summary>A rule line. Probability a sample, default 0.08.</summary>
    public double Rule { get; init; } = 0.08;

    /// <summary>A sentence without a fact in a passage. Probability a passage, default 0.12.</summary>
    public double Filler { get; init; } = 0.12;

    /// <summary>Two products' prices in a prompt of two or more passages. Probability, default 0.08.</summary>
    public double Comparison { get; init; } = 0.08;

    /// <summary>A user message with opener, closer, lower case or typing errors. Probability, default 0.4.</summary>
    public double Noise { get; init; } = 0.4;

    /// <summary>Passages in the prompt: none. Weight, default 0.04.</summary>
    public double NoPassage { get; init; } = 0.04;

    /// <summary>One passage. Weight, default 0.28.</summary>
    public double OnePassage { get; init; } = 0.28;

    /// <summary>Two passages. Weight, default 0.22.</summary>
    public double TwoPassages { get; init; } = 0.22;

    /// <summary>Three passages, as many as retrieval gives. Weight, default 0.34.</summary>
    public double ThreePassages { get; init; } = 0.34;

    /// <summary>Four passages. Weight, default 0.12.</summary>
    public double FourPassages { get; init; } = 0.12;
}
