namespace AssistantLoop.Storage.Conversations;

/// <summary>
/// Other answers and other words at the end of a conversation. What is replaced stays stored, so that a preference
/// between several answers to one question can be learnt and audits find it; readers and prompts do not get it.
/// </summary>
/// <param name="database">The open database.</param>
/// <param name="node">As of <see cref="ConversationStore"/>.</param>
public sealed class RevisionStore(Database database, string node)
{
    /// <summary>
    /// Begins another answer to the last question. A client message id that the conversation has seen gives back what
    /// was begun then.
    /// </summary>
    /// <exception cref="NotFoundException">The tenant has no such answer.</exception>
    /// <exception cref="NotLastMessageException">The visitor has written since.</exception>
    /// <exception cref="ConflictException">A person handles the conversation.</exception>
    public Task<Sent> RegenerateAsync(
        string tenant, Guid answerId, string clientMessageId, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var answer = await MessageRows.FindAsync(session, tenant, answerId) is { Role: MessageRole.Assistant } found
                ? found
                : throw new NotFoundException("answer", answerId.ToString(), tenant);
            if (await SentRows.FindAsync(session, tenant, answer.ConversationId, clientMessageId) is { } known)
            {
                return known;
            }

            if ((await LastAsync(session, tenant, answer.ConversationId))?.Id != answer.ReplyTo)
            {
                throw new NotLastMessageException("Only the answer to the last message can be written anew.");
            }

            if ((await HandlingRows.FindAsync(session, tenant, answer.ConversationId)).By != HandledBy.Assistant)
            {
                throw new ConflictException("A person handles this conversation; the assistant does not answer until it is back.");
            }

            var question = (await MessageRows.FindAsync(session, tenant, answer.ReplyTo!.Value))!;
            var old = await AnswersAsync(session, tenant, question.Id);
            var begun = await MessageRows.BeginAnswerAsync(session, tenant, question, node, clientMessageId);
            return new Sent(question, begun, IsNew: true)
            {
                Replaced = await SentRows.ReplaceAsync(session, tenant, old, begun.Id),
            };
        }, cancellationToken);

    /// <summary>
    /// Puts another text in the place of the visitor's last message and begins its answer. A client message id that the
    /// conversation has seen gives back what was begun then.
    /// </summary>
    /// <exception cref="NotFoundException">The tenant has no such message of a visitor.</exception>
    /// <exception cref="NotLastMessageException">The visitor has written since, or has edited it before.</exception>
    public Task<Sent> EditAsync(
        string tenant, Guid questionId, string clientMessageId, string text, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            var question = await MessageRows.FindAsync(session, tenant, questionId) is { Role: MessageRole.User } found
                ? found
                : throw new NotFoundException("message", questionId.ToString(), tenant);
            if (await SentRows.FindAsync(session, tenant, question.ConversationId, clientMessageId) is { } known)
            {
                return known;
            }

            if ((await LastAsync(session, tenant, question.ConversationId))?.Id != questionId)
            {
                throw new NotLastMessageException("Only your last message can be changed. Please write a new one.");
            }

            var answers = await AnswersAsync(session, tenant, questionId);
            var sent = await SentRows.AddAsync(session, tenant, question.ConversationId, clientMessageId, text, node);
            return sent with
            {
                Replaced =
                [
                    .. await SentRows.ReplaceAsync(session, tenant, [question], sent.Question.Id),
                    .. await SentRows.ReplaceAsync(session, tenant, answers, sent.Answer?.Id ?? sent.Question.Id),
                ],
            };
        }, cancellationToken);

    private static Task<Message?> LastAsync(Session session, string tenant, Guid conversationId) =>
        session.FindAsync<Message>($"""
            SELECT {MessageRows.Columns} FROM messages
            WHERE tenant = @tenant AND conversation_id = @conversationId AND role = 'user' AND replaced_by IS NULL
            ORDER BY sequence DESC LIMIT 1
            """, new { tenant, conversationId });

    private static Task<IReadOnlyList<Message>> AnswersAsync(Session session, string tenant, Guid questionId) =>
        session.ListAsync<Message>($"""
            SELECT {MessageRows.Columns} FROM messages
            WHERE tenant = @tenant AND reply_to = @questionId AND replaced_by IS NULL ORDER BY sequence
            """, new { tenant, questionId });
}
