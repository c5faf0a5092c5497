namespace AssistantLoop.Retrieval.Documents;

/// <summary>A document that cannot be read; the message is the reason and what to do, to follow the document's name.</summary>
public sealed class DocumentRefusedException(string reason, Exception? cause = null) : Exception(reason, cause);
