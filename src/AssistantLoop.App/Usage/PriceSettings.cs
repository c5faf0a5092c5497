using AssistantLoop.App.Answers;

namespace AssistantLoop.App.Usage;

/// <summary>What answers cost the business, for its own sums.</summary>
public sealed record PriceSettings
{
    /// <summary>The currency, three letters.</summary>
    public string Currency { get; init; } = "EUR";

    /// <summary>The price of a million tokens of prompts.</summary>
    public decimal PromptPerMillion { get; init; }

    /// <summary>The price of a million tokens of answers.</summary>
    public decimal AnswerPerMillion { get; init; }

    /// <summary>The price of an hour of the machine, whether anything is asked in it or not.</summary>
    public decimal PerHour { get; init; }

    /// <summary>Refuses what makes no sense.</summary>
    /// <exception cref="ChatProblemException">A price is below 0, or the currency has not three letters.</exception>
    public PriceSettings Checked() =>
        PromptPerMillion < 0 || AnswerPerMillion < 0 || PerHour < 0
            ? throw new ChatProblemException("failed", "promptPerMillion, answerPerMillion and perHour must be 0 or more")
        : Currency is not { Length: 3 } || !Currency.All(char.IsAsciiLetterUpper)
            ? throw new ChatProblemException("failed", $"currency must have three capital letters, such as EUR; given: {Currency}")
        : this;

    /// <summary>What tokens cost.</summary>
    public decimal Of(long promptTokens, long answerTokens) =>
        (promptTokens * PromptPerMillion + answerTokens * AnswerPerMillion) / 1_000_000;
}
