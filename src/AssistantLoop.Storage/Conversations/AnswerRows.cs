using AssistantLoop.Storage.Prompts;
using AssistantLoop.Storage.Usage;

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

        var piece = write.Pieces.Count > 0
            ? await AppendAsync(session, tenant, write.MessageId, write.Pieces, write.After)
            : await session.FindAsync<int?>("""
                SELECT last_piece FROM messages WHERE tenant = @tenant AND id = @MessageId AND state = 'streaming'
                """, new { tenant, write.MessageId });
        if (write.End is { } end)
        {
            await EndAsync(session, tenant, write.MessageId, end.State, end.FinishReason, end.Entropy, end.Usage);
        }

        return piece;
    }

    public static Task<int> SetProvenanceAsync(
        Session session, string tenant, Guid messageId, Guid? versionId, string promptHash, string passages) =>
        session.ExecuteAsync("""
            UPDATE messages SET version_id = @versionId, prompt_hash = @promptHash, passages = @passages
            WHERE tenant = @tenant AND id = @messageId AND state = 'streaming'
            """, new { tenant, messageId, versionId, promptHash, passages });

    /// <returns>The last piece's number, or null where the answer has ended or has other pieces than the writer knows.</returns>
    public static async Task<int?> AppendAsync(
        Session session, string tenant, Guid messageId, IReadOnlyList<string> pieces, int? after)
    {
        var last = await session.FindAsync<int?>("""
            UPDATE messages SET text = text || @text, last_piece = last_piece + @Count
            WHERE tenant = @tenant AND id = @messageId AND state = 'streaming' AND (@after IS NULL OR last_piece = @after)
            RETURNING last_piece
            """, new { tenant, messageId, text = string.Concat(pieces), pieces.Count, after });
        if (last is not { } number)
        {
            return null;
        }

        var first = number - pieces.Count + 1;
        if (first == 1)
        {
            await SetFirstTextAsync(session, tenant, messageId);
        }

        await session.ExecuteAsync("""
            INSERT INTO message_pieces (tenant, message_id, sequence, text)
            VALUES (@tenant, @messageId, @sequence, @text)
            """, pieces.Select((text, at) => new { tenant, messageId, sequence = first + at, text }));
        return number;
    }

    private static async Task SetFirstTextAsync(Session session, string tenant, Guid messageId)
    {
        var begun = await session.SingleAsync<DateTimeOffset>(
            "SELECT created_at FROM messages WHERE tenant = @tenant AND id = @messageId", new { tenant, messageId });
        var firstTextMs = (int)Math.Clamp((session.Now - begun).TotalMilliseconds, 0, int.MaxValue);
        await session.ExecuteAsync(
            "UPDATE messages SET first_text_ms = @firstTextMs WHERE tenant = @tenant AND id = @messageId",
            new { tenant, messageId, firstTextMs });
    }

    public static async Task<bool> EndAsync(
        Session session, string tenant, Guid messageId, MessageState state, string finishReason,
        AnswerEntropy? entropy = null, AnswerUsage? usage = null)
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
                ended_at = @Now, mean_entropy = @meanEntropy, max_entropy = @maxEntropy,
                prompt_tokens = @promptTokens, answer_tokens = @answerTokens
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
                promptTokens = usage?.PromptTokens,
                answerTokens = usage?.AnswerTokens,
                session.Now,
                message.ConversationId,
            });
        if (state is MessageState.Complete or MessageState.Stopped)
        {
            await UsageRows.AddAsync(session, tenant, message.VersionId, usage);
        }

        return true;
    }
}
