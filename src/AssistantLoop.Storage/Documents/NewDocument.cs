namespace AssistantLoop.Storage.Documents;

/// <summary>A document to be stored with its passages.</summary>
public sealed record NewDocument(Document Document, IReadOnlyList<NewPassage> Passages);
