namespace AssistantLoop.Storage.Documents;

/// <summary>A document that is parsed and cut, to be stored with its passages.</summary>
public sealed record NewDocument(Document Document, IReadOnlyList<NewPassage> Passages);
