using AssistantLoop.Storage.Prompts;

namespace AssistantLoop.Storage.Conversations;

/// <summary>Writes streaming answers within a caller's transaction.</summary>
internal static class AnswerRows
{
    public static async Task<int?> WriteAsync(Session session, string tenant, AnswerWrite write)
    {
        // A prompt holds the visitor's words: it must not outlive an answer that was erased while it streamed.
        if (write.Provenance is { } made && await MessageRows.FindAsync(session, tenant, write.MessageId) is not null)
        {
            var hash = await PromptStore.KeepAsync(session, tenant, made.Prompt);
            await SetProvenanceAsync(session, tenant, write.MessageId, made.VersionId, hash, made.Passages);
        }

        var piece = write.Text.Length > 0
            ? await AppendAsync(session, tenant, write.MessageId, write.Text)
            : await session.FindAsync<int?>("""
                SELECT last_piece FROM messages WHERE tenant = @tenant AND id = @MessageId AND state = 'streaming'
                """, new { tenant, write.MessageId });
        if (write.End is { } end)
        {
            await EndAsync(session, tenant, write.MessageId, end.State, end.FinishReason, end.Entropy);
        }

        return piece;
    }

    public static Task<int> SetProvenanceAsync(
        Session session, string tenant, Guid messageId, Guid? versionId, string promptHash, string passages) =>
        session.ExecuteAsync("""
            UPDATE messages SET version_id = @versionId, prompt_hash = @promptHash, passages = @passages
            WHERE tenant = @tenant AND id = @messageId AND state = 'streaming'
            """, new { tenant, messageId, versionId, promptHash, passages });

    public static async Task<int?> AppendAsync(Session session, string tenant, Guid messageId, string text)
    {
        var sequence = await session.FindAsync<int?>("""
            UPDATE messages SET text = text || @text, last_piece = last_piece + 1
            WHERE tenant = @tenant AND id = @messageId AND state = 'streaming' RETURNING last_piece
            """, new { tenant, messageId, text });
        if (sequence is not null)
        {
            await session.ExecuteAsync("""
                INSERT INTO message_pieces (tenant, message_id, sequence, text)
                VALUES (@tenant, @messageId, @sequence, @text)
                """, new { tenant, messageId, sequence, text });
        }

        return sequence;
    }

    public static async Task<bool> EndAsync(
        Session session, string tenant, Guid messageId, MessageState state, string finishReason,
        AnswerEntropy? entropy = null)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(state, MessageState.Streaming);
        var message = await MessageRows.FindAsync(session, tenant, messageId);
        if (message is not { State: MessageState.Streaming })
        {
            return false;
        }

        var latencyMs = (int)Math.Clamp((session.Now - message.CreatedAt).TotalMilliseconds, 0, int.MaxValue);
        await session.ExecuteAsync("""
            UPDATE messages SET state = @state, finish_reason = @finishReason, latency_ms = @latencyMs,
                ended_at = @Now, mean_entropy = @meanEntropy, max_entropy = @maxEntropy
            WHERE tenant = @tenant AND id = @messageId;
            UPDATE conversations SET updated_at = @Now WHERE tenant = @tenant AND id = @ConversationId
            """,
            new
            {
                tenant,
                messageId,
                state = state.Text(),
                finishReason,
                latencyMs,
                meanEntropy = entropy?.Mean,
                maxEntropy = entropy?.Max,
                session.Now,
                message.ConversationId,
            });
        return true;
    }
}
