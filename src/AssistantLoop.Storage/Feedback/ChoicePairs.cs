namespace AssistantLoop.Storage.Feedback;

/// <summary>Blind choices as pieces of feedback: those that prefer one answer, in the agents' newest word.</summary>
internal static class ChoicePairs
{
    public const string Usable = """
        FROM choices c JOIN comparisons k ON k.tenant = c.tenant AND k.id = c.comparison_id
        WHERE c.tenant = @tenant AND c.retired_at IS NULL AND c.choice IN ('a', 'b')
        """;

    /// <summary>The version is the one whose answer was not chosen, as with corrections.</summary>
    public const string Columns = """
        c.id, 'choice' AS kind, k.message_id,
            (SELECT conversation_id FROM messages WHERE tenant = k.tenant AND id = k.message_id) AS conversation_id,
            CASE c.choice WHEN 'a' THEN k.b_version_id ELSE k.a_version_id END AS version_id, c.author, k.prompt_hash,
            (SELECT v.visitor FROM messages m JOIN conversations v
                ON v.tenant = m.tenant AND v.id = m.conversation_id
                WHERE m.tenant = k.tenant AND m.id = k.message_id) AS visitor,
            (SELECT content FROM prompts WHERE tenant = k.tenant AND hash = k.prompt_hash) AS prompt,
            CASE c.choice WHEN 'a' THEN k.a_text ELSE k.b_text END AS chosen,
            CASE c.choice WHEN 'a' THEN k.b_text ELSE k.a_text END AS rejected,
            COALESCE((SELECT decision FROM pair_decisions WHERE tenant = c.tenant AND pair_id = c.id), 'none') AS decision,
            NULL AS cause, c.created_at
        """;
}
