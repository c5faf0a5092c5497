namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>What Qdrant found: a passage's id and how well it matches.</summary>
internal readonly record struct Hit(long Passage, double Score);
