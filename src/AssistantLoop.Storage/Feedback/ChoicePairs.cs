namespace AssistantLoop.Storage.Feedback;

/// <summary>Blind choices as pieces of feedback: those that prefer one answer, in the agents' newest word.</summary>
internal static class ChoicePairs
{
    public const string Usable = $"""
        FROM choices p JOIN comparisons k ON k.tenant = p.tenant AND k.id = p.comparison_id
        {DecisionRows.Joins}
        WHERE p.tenant = @tenant AND p.retired_at IS NULL AND p.choice IN ('a', 'b')
        """;

    public const string Chosen = "CASE p.choice WHEN 'a' THEN k.a_text ELSE k.b_text END";

    public const string Rejected = "CASE p.choice WHEN 'a' THEN k.b_text ELSE k.a_text END";

    public const string Conversation =
        "(SELECT conversation_id FROM messages WHERE tenant = k.tenant AND id = k.message_id)";

    public const string Visitor = """
        (SELECT v.visitor FROM messages m JOIN conversations v ON v.tenant = m.tenant AND v.id = m.conversation_id
            WHERE m.tenant = k.tenant AND m.id = k.message_id)
        """;

    /// <summary>The version is the one whose answer was not chosen, as with corrections.</summary>
    public const string Columns = $"""
        p.id, 'choice' AS kind, k.message_id, {Conversation} AS conversation_id,
            CASE p.choice WHEN 'a' THEN k.b_version_id ELSE k.a_version_id END AS version_id, p.author, k.prompt_hash,
            {Visitor} AS visitor,
            (SELECT content FROM prompts WHERE tenant = k.tenant AND hash = k.prompt_hash) AS prompt,
            {Chosen} AS chosen, {Rejected} AS rejected, {DecisionRows.Decision} AS decision, NULL AS cause, p.created_at
        """;
}
