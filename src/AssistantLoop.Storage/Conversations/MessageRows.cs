namespace AssistantLoop.Storage.Conversations;

/// <summary>Reads and adds single messages within a caller's transaction.</summary>
internal static class MessageRows
{
    public const string Columns = """
        id, conversation_id, sequence, role, state, text, last_piece, client_message_id, reply_to, version_id,
        prompt_hash,
        passages, finish_reason, latency_ms, first_text_ms, prompt_tokens, answer_tokens, mean_entropy, max_entropy, created_at, ended_at
        """;

    public static Task<Message?> FindAsync(Session session, string tenant, Guid messageId) =>
        session.FindAsync<Message>(
            $"SELECT {Columns} FROM messages WHERE tenant = @tenant AND id = @messageId", new { tenant, messageId });

    public static Task<Message> AddQuestionAsync(
        Session session, string tenant, Guid conversationId, string clientMessageId, string text) =>
        AddAsync(session, tenant, conversationId, new Draft
        {
            Role = MessageRole.User.Text(),
            State = MessageState.Complete.Text(),
            Text = text,
            ClientMessageId = clientMessageId,
            EndedAt = session.Now,
        });

    public static Task<Message> BeginAnswerAsync(Session session, string tenant, Message question, string node) =>
        AddAsync(session, tenant, question.ConversationId, new Draft
        {
            Role = MessageRole.Assistant.Text(),
            State = MessageState.Streaming.Text(),
            Text = "",
            ReplyTo = question.Id,
            StreamedBy = node,
        });

    private static async Task<Message> AddAsync(Session session, string tenant, Guid conversationId, Draft draft)
    {
        var found = await session.ExecuteAsync(
            "UPDATE conversations SET updated_at = @Now WHERE tenant = @tenant AND id = @conversationId",
            new { tenant, conversationId, session.Now });
        if (found == 0)
        {
            throw new NotFoundException("conversation", conversationId.ToString(), tenant);
        }

        var id = session.NewId();
        return await session.SingleAsync<Message>($"""
            INSERT INTO messages (tenant, id, conversation_id, sequence, role, state, text, client_message_id, reply_to,
                streamed_by, created_at, ended_at)
            SELECT @tenant, @id, @conversationId, COALESCE(MAX(sequence), 0) + 1, @Role, @State, @Text,
                @ClientMessageId,
                @ReplyTo, @StreamedBy, @Now, @EndedAt
            FROM messages WHERE tenant = @tenant AND conversation_id = @conversationId
            RETURNING {Columns}
            """,
            new
            {
                tenant,
                id,
                conversationId,
                draft.Role,
                draft.State,
                draft.Text,
                draft.ClientMessageId,
                draft.ReplyTo,
                draft.StreamedBy,
                session.Now,
                draft.EndedAt,
            });
    }

    private sealed record Draft
    {
        public required string Role { get; init; }
        public required string State { get; init; }
        public required string Text { get; init; }
        public string? ClientMessageId { get; init; }
        public Guid? ReplyTo { get; init; }
        public string? StreamedBy { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
    }
}
