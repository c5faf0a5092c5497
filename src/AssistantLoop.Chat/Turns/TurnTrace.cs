using AssistantLoop.Chat.Content;

namespace AssistantLoop.Chat.Turns;

/// <summary>What an answer was made by, beside its prompt; kept with its provenance.</summary>
/// <param name="Rules">The ids of the rules that held.</param>
/// <param name="Terms">The glossary's terms that the prompt held.</param>
/// <param name="Dropped">The ids of rules that held and found no room.</param>
/// <param name="Violations">What was wrong with the answer, mended or not.</param>
/// <param name="Generator">The remote generator that answered; null for the local model.</param>
/// <param name="FellBack">Why the local model answered in a remote generator's place; null where it did not.</param>
public sealed record TurnTrace(
    IReadOnlyList<string> Rules,
    IReadOnlyList<string> Terms,
    IReadOnlyList<string> Dropped,
    IReadOnlyList<Violation> Violations,
    string? Generator = null,
    string? FellBack = null)
{
    /// <summary>Nothing to tell.</summary>
    public static TurnTrace None { get; } = new([], [], [], []);

    /// <summary>Whether there is anything to keep.</summary>
    public bool IsEmpty => Rules.Count + Terms.Count + Dropped.Count + Violations.Count == 0 && Generator is null && FellBack is null;
}
