using AssistantLoop.App.Answers;

namespace AssistantLoop.App.Limits;

/// <summary>How much may be asked; null: without end.</summary>
public sealed record LimitSettings
{
    /// <summary>Questions of one visitor a minute.</summary>
    public int? VisitorPerMinute { get; init; } = 120;

    /// <summary>Questions of one API key a minute.</summary>
    public int? KeyPerMinute { get; init; } = 1200;

    /// <summary>Questions from one address a minute; the machine's own, from which a proxy asks for all, is not counted.</summary>
    public int? AddressPerMinute { get; init; } = 300;

    /// <summary>Questions to the business a minute.</summary>
    public int? BusinessPerMinute { get; init; }

    /// <summary>Answers a day (UTC).</summary>
    public long? AnswersPerDay { get; init; }

    /// <summary>Answers a calendar month (UTC).</summary>
    public long? AnswersPerMonth { get; init; }

    /// <summary>Tokens, of prompts and answers together, a day (UTC).</summary>
    public long? TokensPerDay { get; init; }

    /// <summary>Tokens a calendar month (UTC).</summary>
    public long? TokensPerMonth { get; init; }

    /// <summary>Refuses what makes no sense.</summary>
    /// <exception cref="ChatProblemException">A limit is not above 0; names it.</exception>
    public LimitSettings Checked()
    {
        foreach ((string name, long? value) in new (string, long?)[]
        {
            ("visitorPerMinute", VisitorPerMinute), ("keyPerMinute", KeyPerMinute), ("addressPerMinute", AddressPerMinute),
            ("businessPerMinute", BusinessPerMinute), ("answersPerDay", AnswersPerDay), ("answersPerMonth", AnswersPerMonth),
            ("tokensPerDay", TokensPerDay), ("tokensPerMonth", TokensPerMonth),
        })
        {
            if (value <= 0)
            {
                throw new ChatProblemException("failed", $"{name} must be above 0, or null for no limit; given: {value}");
            }
        }

        return this;
    }
}
