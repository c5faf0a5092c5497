namespace AssistantLoop.Storage.Conversations;

/// <summary>
/// Conversations and their messages. An answer is persisted piece by piece while it streams, so that a reader resumes
/// by (message, piece number) in any process.
/// </summary>
/// <param name="database">The open database.</param>
/// <param name="node">
/// The name of this process's place, the same after a restart, such as "server@host": answers it left streaming are
/// its own.
/// </param>
public sealed class ConversationStore(Database database, string node)
{
    /// <summary>Begins a conversation.</summary>
    public Task<Conversation> CreateAsync(string tenant, string visitor, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var id = session.NewId();
            await session.ExecuteAsync("""
                INSERT INTO conversations (tenant, id, visitor, created_at, updated_at)
                VALUES (@tenant, @id, @visitor, @Now, @Now)
                """, new { tenant, id, visitor, session.Now });
            return await session.SingleAsync<Conversation>(
                "SELECT * FROM conversations WHERE tenant = @tenant AND id = @id", new { tenant, id });
        }, cancellationToken);

    public Task<Conversation?> FindAsync(string tenant, Guid conversationId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<Conversation>(
            "SELECT * FROM conversations WHERE tenant = @tenant AND id = @conversationId",
            new { tenant, conversationId }), cancellationToken);

    /// <summary>The tenant's conversations, the most recently active first.</summary>
    public Task<IReadOnlyList<Conversation>> ListAsync(string tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<Conversation>("""
            SELECT * FROM conversations WHERE tenant = @tenant ORDER BY updated_at DESC, id DESC LIMIT @limit
            """, new { tenant, limit }), cancellationToken);

    /// <summary>A conversation's messages after a sequence number (0 for all), in order.</summary>
    public Task<IReadOnlyList<Message>> MessagesAsync(
        string tenant, Guid conversationId, int afterSequence, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<Message>($"""
            SELECT {MessageRows.Columns} FROM messages
            WHERE tenant = @tenant AND conversation_id = @conversationId AND sequence > @afterSequence ORDER BY sequence
            """, new { tenant, conversationId, afterSequence }), cancellationToken);

    public Task<Message?> MessageAsync(string tenant, Guid messageId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => MessageRows.FindAsync(session, tenant, messageId), cancellationToken);

    /// <summary>
    /// Stores a question and begins its answer in one transaction. A <paramref name="clientMessageId"/> that the
    /// conversation has seen gives back what was stored then.
    /// </summary>
    /// <exception cref="NotFoundException">The tenant has no such conversation.</exception>
    public Task<Asked> AskAsync(
        string tenant, Guid conversationId, string clientMessageId, string text, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var question = await session.FindAsync<Message>($"""
                SELECT {MessageRows.Columns} FROM messages
                WHERE tenant = @tenant AND conversation_id = @conversationId AND client_message_id = @clientMessageId
                """, new { tenant, conversationId, clientMessageId });
            if (question is not null)
            {
                var answer = await session.SingleAsync<Message>($"""
                    SELECT {MessageRows.Columns} FROM messages WHERE tenant = @tenant AND reply_to = @Id
                    ORDER BY sequence DESC LIMIT 1
                    """, new { tenant, question.Id });
                return new Asked(question, answer, IsNew: false);
            }

            question = await MessageRows.AddQuestionAsync(session, tenant, conversationId, clientMessageId, text);
            var begun = await MessageRows.BeginAnswerAsync(session, tenant, question, node);
            return new Asked(question, begun, IsNew: true);
        }, cancellationToken);

    /// <summary>Begins another answer to a question that was answered before.</summary>
    /// <exception cref="NotFoundException">The tenant has no such question.</exception>
    public Task<Message> AnswerAgainAsync(string tenant, Guid questionId, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var question = await MessageRows.FindAsync(session, tenant, questionId);
            return question is { Role: MessageRole.User }
                ? await MessageRows.BeginAnswerAsync(session, tenant, question, node)
                : throw new NotFoundException("question", questionId.ToString(), tenant);
        }, cancellationToken);

    /// <summary>
    /// Says what an answer that is about to stream is made from. The prompt must be in the prompt store.
    /// </summary>
    public Task SetProvenanceAsync(
        string tenant, Guid messageId, Guid? versionId, string promptHash, string passages,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => AnswerRows.SetProvenanceAsync(session, tenant, messageId, versionId, promptHash, passages),
            cancellationToken);

    /// <summary>Appends a piece of text to a streaming answer.</summary>
    /// <returns>
    /// The piece's number, or null where the answer has ended meanwhile (stopped from elsewhere, swept).
    /// </returns>
    public Task<int?> AppendAsync(string tenant, Guid messageId, string text, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => AnswerRows.AppendAsync(session, tenant, messageId, text), cancellationToken);

    /// <summary>Ends a streaming answer.</summary>
    /// <returns>False where it had ended before; then nothing is written.</returns>
    public Task<bool> EndAsync(
        string tenant, Guid messageId, MessageState state, string finishReason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => AnswerRows.EndAsync(session, tenant, messageId, state, finishReason), cancellationToken);

    /// <summary>Writes what several streaming answers have to say, in one transaction that is forced to disk once.</summary>
    /// <returns>For each the number of its last piece, or null where it had ended before.</returns>
    public Task<IReadOnlyList<int?>> WriteAsync(
        string tenant, IReadOnlyList<AnswerWrite> writes, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<int?>>(async session =>
        {
            List<int?> pieces = [];
            foreach (var write in writes)
            {
                pieces.Add(await AnswerRows.WriteAsync(session, tenant, write));
            }

            return pieces;
        }, cancellationToken);

    /// <summary>
    /// The message's state and its pieces after a piece number (0 for all), or null where the tenant has no such
    /// message.
    /// </summary>
    public Task<MessageTail?> TailAsync(
        string tenant, Guid messageId, int afterPiece, CancellationToken cancellationToken) =>
        database.ReadAsync(async session =>
        {
            // The state first: an ended message gets no more pieces, so what is read after it is complete.
            var message = await MessageRows.FindAsync(session, tenant, messageId);
            if (message is null)
            {
                return null;
            }

            var pieces = await session.ListAsync<MessagePiece>("""
                SELECT sequence, text FROM message_pieces
                WHERE tenant = @tenant AND message_id = @messageId AND sequence > @afterPiece ORDER BY sequence
                """, new { tenant, messageId, afterPiece });
            return new MessageTail(message.State, message.FinishReason, pieces);
        }, cancellationToken);

    /// <summary>
    /// To be called at start: answers that an earlier process of this node left streaming become failed, of every
    /// tenant.
    /// </summary>
    /// <returns>How many there were.</returns>
    public Task<int> SweepAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("""
            UPDATE messages SET state = 'failed', finish_reason = 'interrupted', ended_at = @Now
            WHERE state = 'streaming' AND streamed_by = @node
            """, new { node, session.Now }), cancellationToken);
}
