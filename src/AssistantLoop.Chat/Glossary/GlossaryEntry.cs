namespace AssistantLoop.Chat.Glossary;

/// <summary>A term of the business.</summary>
public sealed record GlossaryEntry
{
    /// <summary>The term.</summary>
    public required string Term { get; init; }

    /// <summary>What it means.</summary>
    public required string Meaning { get; init; }

    /// <summary>How answers should say it; null where the term itself will do.</summary>
    public string? Preferred { get; init; }

    /// <summary>What answers must not call it.</summary>
    public IReadOnlyList<string> Avoid { get; init; } = [];

    /// <summary>The languages it holds in; none: all.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>What stands in place of an avoided wording.</summary>
    public string Wording => Preferred ?? Term;
}
