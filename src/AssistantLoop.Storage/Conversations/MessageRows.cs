namespace AssistantLoop.Storage.Conversations;

/// <summary>Reads and adds single messages within a caller's transaction.</summary>
internal static class MessageRows
{
    public const string Columns = """
        id, conversation_id, sequence, role, state, text, last_piece, client_message_id, reply_to, replaced_by, author,
        note, version_id, prompt_hash,
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

    /// <summary>Begins an answer, and says that its node is alive.</summary>
    public static async Task<Message> BeginAnswerAsync(
        Session session, string tenant, Message question, string node, string? clientMessageId = null)
    {
        await NodeRows.BeatAsync(session, tenant, node);
        return await AddAsync(session, tenant, question.ConversationId, new Draft
        {
            Role = MessageRole.Assistant.Text(),
            State = MessageState.Streaming.Text(),
            Text = "",
            ClientMessageId = clientMessageId,
            ReplyTo = question.Id,
            StreamedBy = node,
        });
    }

    public static Task<Message> AddAgentMessageAsync(
        Session session, string tenant, Guid conversationId, string agent, string clientMessageId, string text) =>
        AddAsync(session, tenant, conversationId, new Draft
        {
            Role = MessageRole.Agent.Text(),
            State = MessageState.Complete.Text(),
            Text = text,
            ClientMessageId = clientMessageId,
            Author = agent,
            EndedAt = session.Now,
        });

    public static Task<Message> AddNoteAsync(
        Session session, string tenant, Guid conversationId, NoteKind note, string text, string? author = null) =>
        AddAsync(session, tenant, conversationId, new Draft
        {
            Role = MessageRole.Note.Text(),
            State = MessageState.Complete.Text(),
            Text = text,
            Author = author,
            Note = note.Text(),
            EndedAt = session.Now,
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
                streamed_by, author, note, created_at, ended_at)
            SELECT @tenant, @id, @conversationId, COALESCE(MAX(sequence), 0) + 1, @Role, @State, @Text,
                @ClientMessageId,
                @ReplyTo, @StreamedBy, @Author, @Note, @Now, @EndedAt
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
                draft.Author,
                draft.Note,
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
        public string? Author { get; init; }
        public string? Note { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
    }
}
