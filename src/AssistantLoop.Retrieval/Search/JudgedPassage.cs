using AssistantLoop.Retrieval.Index;

namespace AssistantLoop.Retrieval.Search;

/// <summary>A passage that a search chose, and how likely it answers the question.</summary>
/// <param name="Found">The passage.</param>
/// <param name="Chance">The probability, 0 to 1.</param>
public sealed record JudgedPassage(FoundPassage Found, double Chance);
