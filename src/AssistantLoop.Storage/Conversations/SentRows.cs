namespace AssistantLoop.Storage.Conversations;

/// <summary>Adds visitors' messages, and finds those that came before, within a caller's transaction.</summary>
internal static class SentRows
{
    private const string WaitingText = "Somebody will answer here as soon as they can.";

    /// <summary>What was begun for a client message id; null where the conversation has not seen it.</summary>
    public static async Task<Sent?> FindAsync(
        Session session, string tenant, Guid conversationId, string clientMessageId)
    {
        var known = await session.FindAsync<Message>($"""
            SELECT {MessageRows.Columns} FROM messages
            WHERE tenant = @tenant AND conversation_id = @conversationId AND client_message_id = @clientMessageId
            """, new { tenant, conversationId, clientMessageId });
        if (known is null)
        {
            return null;
        }

        // A regenerated answer has its own; any other id is a question's.
        if (known.ReplyTo is { } questionId)
        {
            return new((await MessageRows.FindAsync(session, tenant, questionId))!, known, IsNew: false);
        }

        return new(known, await NewestAnswerAsync(session, tenant, known.Id), IsNew: false);
    }

    /// <summary>Adds a message and begins its answer, or notes that its visitor waits for a person.</summary>
    public static async Task<Sent> AddAsync(
        Session session, string tenant, Guid conversationId, string clientMessageId, string text, string node)
    {
        var handling = await HandlingRows.FindAsync(session, tenant, conversationId);
        var question = await MessageRows.AddQuestionAsync(session, tenant, conversationId, clientMessageId, text);
        return handling.By == HandledBy.Assistant
            ? new(question, await MessageRows.BeginAnswerAsync(session, tenant, question, node), IsNew: true)
            : new Sent(question, Answer: null, IsNew: true)
            {
                Note = handling.By == HandledBy.Waiting ? await NoteWaitingAsync(session, tenant, conversationId) : null,
            };
    }

    public static Task<Message?> NewestAnswerAsync(Session session, string tenant, Guid questionId) =>
        session.FindAsync<Message>($"""
            SELECT {MessageRows.Columns} FROM messages WHERE tenant = @tenant AND reply_to = @questionId
            ORDER BY sequence DESC LIMIT 1
            """, new { tenant, questionId });

    /// <summary>Puts a message in the place of others, whose answers end where they stream.</summary>
    /// <returns>The others, as they are then.</returns>
    public static async Task<IReadOnlyList<Message>> ReplaceAsync(
        Session session, string tenant, IReadOnlyList<Message> old, Guid by)
    {
        List<Message> replaced = [];
        foreach (var message in old.Where(message => message.ReplacedBy is null))
        {
            await AnswerRows.EndAsync(session, tenant, message.Id, MessageState.Stopped, "stopped");
            await session.ExecuteAsync(
                "UPDATE messages SET replaced_by = @by WHERE tenant = @tenant AND id = @Id",
                new { tenant, by, message.Id });
            replaced.Add((await MessageRows.FindAsync(session, tenant, message.Id))!);
        }

        return replaced;
    }

    // Once for each time that the visitor waits.
    private static async Task<Message?> NoteWaitingAsync(Session session, string tenant, Guid conversationId) =>
        await session.FindAsync<string?>("""
            SELECT note FROM messages WHERE tenant = @tenant AND conversation_id = @conversationId AND role = 'note'
            ORDER BY sequence DESC LIMIT 1
            """, new { tenant, conversationId }) == NoteKind.Waiting.Text()
            ? null
            : await MessageRows.AddNoteAsync(session, tenant, conversationId, NoteKind.Waiting, WaitingText);
}
