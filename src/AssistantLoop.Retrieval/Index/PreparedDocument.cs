using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Retrieval.Index;

/// <summary>A document that is parsed and cut, ready to be stored.</summary>
public sealed record PreparedDocument(Document Document, IReadOnlyList<NewPassage> Passages);
