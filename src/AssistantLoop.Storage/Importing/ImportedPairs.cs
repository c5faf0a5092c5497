using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Storage.Importing;

/// <summary>Imported rows as pieces of feedback.</summary>
internal static class ImportedPairs
{
    public const string Usable = $"""
        FROM imported_rows p
        {DecisionRows.Joins}
        WHERE p.tenant = @tenant AND p.retired_at IS NULL
        """;

    public const string Columns = $"""
        p.id, p.kind, NULL AS message_id, p.conversation_id, NULL AS version_id, p.author, p.prompt_hash,
            NULL AS visitor,
            (SELECT content FROM prompts WHERE tenant = p.tenant AND hash = p.prompt_hash) AS prompt,
            p.chosen, p.rejected, {DecisionRows.ImportedDecision} AS decision, NULL AS cause, p.created_at
        """;
}
