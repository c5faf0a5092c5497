namespace AssistantLoop.Storage.Documents;

/// <summary>How often a stem stands in a passage.</summary>
/// <param name="Stem">The word's stem.</param>
/// <param name="InTitle">In the title path.</param>
/// <param name="InText">In the text.</param>
public readonly record struct StemCount(string Stem, int InTitle, int InText);
