using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Ingest.Sandbox;

/// <summary>What a parser process writes to its standard output: one of the two, as JSON.</summary>
/// <param name="Document">What was parsed.</param>
/// <param name="Refused">Why it was not.</param>
public sealed record ParserReply(ParsedDocument? Document, string? Refused);
