using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Chat.Content;

/// <summary>What rules and glossary are chosen by.</summary>
/// <param name="Question">The visitor's message.</param>
/// <param name="Passages">What retrieval found.</param>
/// <param name="Now">The moment.</param>
public sealed record TurnContext(string Question, IReadOnlyList<FoundPassage> Passages, DateTimeOffset Now)
{
    /// <summary>The visitor's language, such as "de"; null where it is not known.</summary>
    public string? Language { get; init; }

    /// <summary>How the visitor came, such as "web" or "email"; null where it is not known.</summary>
    public string? Channel { get; init; }

    /// <summary>The visitor's messages before, oldest first.</summary>
    public IReadOnlyList<string> Earlier { get; init; } = [];

    /// <summary>Whether it is the conversation's first question.</summary>
    public bool FirstTurn => Earlier.Count == 0;

    /// <summary>Whether a list of languages takes this turn in; a turn of no known language is in all.</summary>
    internal bool Speaks(IReadOnlyList<string> languages) =>
        languages.Count == 0 || Language is null || languages.Any(language => Matches(Language, language));

    /// <summary>"de-AT" matches "de".</summary>
    internal static bool Matches(string language, string wanted) =>
        language.Equals(wanted, StringComparison.OrdinalIgnoreCase)
        || language.StartsWith(wanted + "-", StringComparison.OrdinalIgnoreCase);
}
