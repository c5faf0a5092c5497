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
        CreateAsync(tenant, visitor, new Visit(), cancellationToken);

    /// <summary>Begins a conversation with what the visitor's page says of itself.</summary>
    public Task<Conversation> CreateAsync(
        string tenant, string visitor, Visit visit, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var id = session.NewId();
            await session.ExecuteAsync("""
                INSERT INTO conversations (tenant, id, visitor, created_at, updated_at, language, channel, page)
                VALUES (@tenant, @id, @visitor, @Now, @Now, @Language, @Channel, @Page)
                """, new { tenant, id, visitor, session.Now, visit.Language, visit.Channel, visit.Page });
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

    /// <summary>
    /// The last messages before a sequence number (null for the newest), in order, without those that were replaced.
    /// </summary>
    public Task<IReadOnlyList<Message>> PageAsync(
        string tenant, Guid conversationId, int? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<Message>($"""
            SELECT * FROM (SELECT {MessageRows.Columns} FROM messages
                WHERE tenant = @tenant AND conversation_id = @conversationId AND replaced_by IS NULL
                    AND (@before IS NULL OR sequence < @before)
                ORDER BY sequence DESC LIMIT @limit) ORDER BY sequence
            """, new { tenant, conversationId, before, limit }), cancellationToken);

    /// <summary>What was said last up to a message, in order, as a model is to know it: no notes, nothing replaced.</summary>
    public Task<IReadOnlyList<Message>> SaidAsync(
        string tenant, Message upTo, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.ListAsync<Message>($"""
            SELECT * FROM (SELECT {MessageRows.Columns} FROM messages
                WHERE tenant = @tenant AND conversation_id = @ConversationId AND sequence <= @Sequence
                    AND replaced_by IS NULL AND role <> 'note' AND text <> ''
                ORDER BY sequence DESC LIMIT @limit) ORDER BY sequence
            """, new { tenant, upTo.ConversationId, upTo.Sequence, limit }), cancellationToken);

    public Task<Message?> MessageAsync(string tenant, Guid messageId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => MessageRows.FindAsync(session, tenant, messageId), cancellationToken);

    /// <summary>
    /// Stores a visitor's message and, where no person handles the conversation, begins its answer in the same
    /// transaction. A <paramref name="clientMessageId"/> that the conversation has seen gives back what was stored then.
    /// </summary>
    /// <exception cref="NotFoundException">The tenant has no such conversation.</exception>
    public Task<Sent> SendAsync(
        string tenant, Guid conversationId, string clientMessageId, string text, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
            await SentRows.FindAsync(session, tenant, conversationId, clientMessageId)
            ?? await SentRows.AddAsync(session, tenant, conversationId, clientMessageId, text, node), cancellationToken);

    /// <summary>As <see cref="SendAsync"/>, for those who can only wait for an answer of the assistant.</summary>
    /// <exception cref="NotFoundException">The tenant has no such conversation.</exception>
    /// <exception cref="ConflictException">A person handles the conversation; nothing was written.</exception>
    public Task<Asked> AskAsync(
        string tenant, Guid conversationId, string clientMessageId, string text, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var sent = await SentRows.FindAsync(session, tenant, conversationId, clientMessageId)
                ?? await SentRows.AddAsync(session, tenant, conversationId, clientMessageId, text, node);
            return sent.Answer is { } answer
                ? new Asked(sent.Question, answer, sent.IsNew)
                : throw new ConflictException(
                    $"A person handles conversation {conversationId}; the assistant does not answer until it is given back.");
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
            session => AnswerRows.AppendAsync(session, tenant, messageId, [text], after: null), cancellationToken);

    /// <summary>Ends a streaming answer.</summary>
    /// <returns>False where it had ended before; then nothing is written.</returns>
    public Task<bool> EndAsync(
        string tenant, Guid messageId, MessageState state, string finishReason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => AnswerRows.EndAsync(session, tenant, messageId, state, finishReason), cancellationToken);

    /// <summary>Ends what is still streaming in a conversation, with the text that is stored.</summary>
    public Task<int> StopAsync(string tenant, Guid conversationId, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var streaming = await session.ListAsync<Guid>("""
                SELECT id FROM messages WHERE tenant = @tenant AND conversation_id = @conversationId AND state = 'streaming'
                """, new { tenant, conversationId });
            foreach (var id in streaming)
            {
                await AnswerRows.EndAsync(session, tenant, id, MessageState.Stopped, "stopped");
            }

            return streaming.Count;
        }, cancellationToken);

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

    /// <summary>To be called at start: a tenant's answers that an earlier process of this node left streaming fail.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> SweepAsync(string tenant, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("""
            UPDATE messages SET state = 'failed', finish_reason = 'interrupted', ended_at = @Now
            WHERE tenant = @tenant AND state = 'streaming' AND streamed_by = @node
            """, new { tenant, node, session.Now }), cancellationToken);

    /// <summary>Says that this node, which answers, is alive.</summary>
    public Task BeatAsync(string tenant, CancellationToken cancellationToken) =>
        database.WriteAsync(session => NodeRows.BeatAsync(session, tenant, node), cancellationToken);

    /// <summary>
    /// A tenant's answers fail that a node left streaming which has not been alive since <paramref name="lastBeat"/>,
    /// and those begun before <paramref name="oldest"/>, whoever streams them.
    /// </summary>
    /// <returns>How many there were.</returns>
    public async Task<int> SweepDeadAsync(
        string tenant, DateTimeOffset lastBeat, DateTimeOffset oldest, CancellationToken cancellationToken)
    {
        var values = new { tenant, node, lastBeat, oldest };
        return await database.ReadAsync(
            session => session.SingleAsync<int>($"SELECT COUNT(*) FROM messages WHERE {NodeRows.Orphaned}", values), cancellationToken) == 0
            ? 0
            : await database.WriteAsync(session => session.ExecuteAsync($"""
                UPDATE messages SET state = 'failed', finish_reason = 'interrupted', ended_at = @Now
                WHERE {NodeRows.Orphaned}
                """, new { tenant, node, lastBeat, oldest, session.Now }), cancellationToken);
    }

    /// <summary>Says how far the visitor has read; a number that is not higher changes nothing.</summary>
    /// <exception cref="NotFoundException">The tenant has no such conversation.</exception>
    public Task<int> SeenAsync(string tenant, Guid conversationId, int number, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
            await session.FindAsync<int?>("""
                UPDATE conversations SET seen = MAX(seen, MIN(@number, (SELECT COALESCE(MAX(m.sequence), 0) FROM messages m
                    WHERE m.tenant = @tenant AND m.conversation_id = @conversationId)))
                WHERE tenant = @tenant AND id = @conversationId RETURNING seen
                """, new { tenant, conversationId, number })
            ?? throw new NotFoundException("conversation", conversationId.ToString(), tenant), cancellationToken);

    /// <summary>Says how content the visitor was; again replaces.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="score">1 to 5.</param>
    /// <param name="comment">What they said to it; null for nothing.</param>
    /// <param name="cancellationToken">Stops the write.</param>
    /// <exception cref="NotFoundException">The tenant has no such conversation.</exception>
    public Task RateConversationAsync(
        string tenant, Guid conversationId, int score, string? comment, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
            await session.ExecuteAsync("""
                UPDATE conversations SET satisfaction = @score, satisfaction_comment = @comment
                WHERE tenant = @tenant AND id = @conversationId
                """, new { tenant, conversationId, score, comment }) > 0
                ? true
                : throw new NotFoundException("conversation", conversationId.ToString(), tenant), cancellationToken);
}
