using AssistantLoop.Storage.Business;

namespace AssistantLoop.App.Business;

/// <summary>A text of the business's content, as clients see it.</summary>
/// <param name="Kind">glossary, rules, actions, limits, fallbacks or styles/NAME.</param>
/// <param name="Revision">Its number; 0 for the text of the business's files.</param>
/// <param name="Yaml">The text.</param>
/// <param name="Author">Who saved it; null for the files'.</param>
/// <param name="At">When; null for the files'.</param>
public sealed record ContentView(string Kind, int Revision, string Yaml, string? Author, DateTimeOffset? At)
{
    /// <summary>The view of a revision.</summary>
    public static ContentView Of(ContentRevision revision) =>
        new(revision.Kind, revision.Revision, revision.Yaml, revision.Author, revision.At);
}
