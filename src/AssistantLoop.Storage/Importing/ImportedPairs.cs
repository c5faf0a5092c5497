namespace AssistantLoop.Storage.Importing;

/// <summary>Imported rows as pieces of feedback. Whoever imported them stands behind them, so they are confirmed.</summary>
internal static class ImportedPairs
{
    public const string Usable = "FROM imported_rows r WHERE r.tenant = @tenant AND r.retired_at IS NULL";

    public const string Columns = """
        r.id, r.kind, NULL AS message_id, r.conversation_id, NULL AS version_id, r.author, r.prompt_hash,
            NULL AS visitor,
            (SELECT content FROM prompts WHERE tenant = r.tenant AND hash = r.prompt_hash) AS prompt,
            r.chosen, r.rejected,
            COALESCE((SELECT decision FROM pair_decisions WHERE tenant = r.tenant AND pair_id = r.id), 'confirmed') AS decision,
            NULL AS cause, r.created_at
        """;
}
