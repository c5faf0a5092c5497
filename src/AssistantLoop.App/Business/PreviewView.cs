using AssistantLoop.Chat.Content;

namespace AssistantLoop.App.Business;

/// <summary>What is tried: a question, and unsaved texts in place of what holds now.</summary>
public sealed record PreviewRequest(
    string? Question, string? Style, string? Glossary, string? Rules, string? Limits, string? Actions, string? Fallbacks,
    string? Language, string? Channel, int? Version)
{
    /// <summary>The drafts by kind; null for what stays as it is.</summary>
    internal IEnumerable<(string Kind, string? Yaml)> Drafts() =>
    [
        (ContentReader.Glossary, Glossary), (ContentReader.Rules, Rules), (ContentReader.Limits, Limits),
        (ContentReader.Actions, Actions), (ContentReader.Fallbacks, Fallbacks),
    ];
}

/// <summary>The answer with the draft, and the one that visitors get now.</summary>
public sealed record PreviewView(PreviewAnswer Draft, PreviewAnswer Now);

/// <summary>One answer of a preview.</summary>
/// <param name="Text">What the visitor would see.</param>
/// <param name="Prompt">The assembled system message.</param>
/// <param name="Rules">The ids of the rules that held.</param>
/// <param name="Terms">The glossary's terms in the prompt.</param>
/// <param name="Violations">What was wrong, mended or not.</param>
/// <param name="Action">The action that it proposes; null for none.</param>
/// <param name="FellBack">Why the local model answered in a generator's place; null where it did not.</param>
public sealed record PreviewAnswer(
    string Text,
    string Prompt,
    IReadOnlyList<string> Rules,
    IReadOnlyList<string> Terms,
    IReadOnlyList<Violation> Violations,
    string? Action,
    string? FellBack);
