using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Prompts;

namespace AssistantLoop.Storage.Feedback;

/// <summary>
/// Ratings, flags and corrections of answers, each with its audit row and, where training can use it, its pair. What
/// people wrote is not in the audit rows: those cannot be deleted when a person asks for it.
/// </summary>
public sealed class FeedbackStore(Database database)
{
    /// <summary>
    /// Stores a visitor's rating; a second one replaces the first, and the same one again changes nothing.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    /// <exception cref="NotFoundException">The tenant has no such answer.</exception>
    public Task<bool> RateAsync(
        string tenant, Guid messageId, string visitor, RatingDirection direction, string? reason,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await RequireAnswerAsync(session, tenant, messageId);
            var before = await session.FindAsync<Rating>("""
                SELECT visitor, direction, reason, rated_at FROM ratings
                WHERE tenant = @tenant AND message_id = @messageId AND visitor = @visitor
                """, new { tenant, messageId, visitor });
            if (before is not null && before.Direction == direction && before.Reason == reason)
            {
                return false;
            }

            await session.ExecuteAsync("""
                INSERT INTO ratings (tenant, message_id, visitor, direction, reason, rated_at)
                VALUES (@tenant, @messageId, @visitor, @direction, @reason, @Now)
                ON CONFLICT (tenant, message_id, visitor) DO UPDATE
                SET direction = excluded.direction, reason = excluded.reason, rated_at = excluded.rated_at
                """, new { tenant, messageId, visitor, direction = direction.Text(), reason, session.Now });
            if (before?.Direction != direction)
            {
                var kind = direction == RatingDirection.Up ? PairKind.Up : PairKind.Down;
                await PairRows.ReplaceAsync(session, tenant, messageId, kind, visitor, correctionId: null);
            }

            await AuditChain.AppendAsync(session, tenant, ActorOf(tenant, visitor), "answer.rated", messageId.ToString(),
                new { direction = direction.Text() });
            return true;
        }, cancellationToken);

    /// <summary>A visitor's ratings of a conversation's answers, by answer.</summary>
    public async Task<IReadOnlyDictionary<Guid, RatingDirection>> RatingsAsync(
        string tenant, Guid conversationId, string visitor, CancellationToken cancellationToken) =>
        (await database.ReadAsync(session => session.ListAsync<(Guid Id, string Direction)>("""
            SELECT r.message_id, r.direction FROM messages m
                JOIN ratings r ON r.tenant = m.tenant AND r.message_id = m.id AND r.visitor = @visitor
            WHERE m.tenant = @tenant AND m.conversation_id = @conversationId
            """, new { tenant, conversationId, visitor }), cancellationToken))
            .ToDictionary(rating => rating.Id, rating => Enum.Parse<RatingDirection>(rating.Direction, ignoreCase: true));

    /// <summary>Puts a label on an answer; the same label by the same author again changes nothing.</summary>
    /// <returns>Whether the flag is new.</returns>
    /// <exception cref="NotFoundException">The tenant has no such answer.</exception>
    public Task<bool> FlagAsync(
        string tenant, Guid messageId, string author, string label, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await RequireAnswerAsync(session, tenant, messageId);
            var added = await session.ExecuteAsync("""
                INSERT INTO flags (tenant, message_id, author, label, flagged_at)
                VALUES (@tenant, @messageId, @author, @label, @Now) ON CONFLICT DO NOTHING
                """, new { tenant, messageId, author, label, session.Now });
            if (added > 0)
            {
                await AuditChain.AppendAsync(
                    session, tenant, author, "answer.flagged", messageId.ToString(), new { label });
            }

            return added > 0;
        }, cancellationToken);

    /// <summary>Takes a label off an answer, whoever put it there; one that is not there changes nothing.</summary>
    /// <returns>Whether the label was there.</returns>
    /// <exception cref="NotFoundException">The tenant has no such answer.</exception>
    public Task<bool> UnflagAsync(
        string tenant, Guid messageId, string author, string label, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await RequireAnswerAsync(session, tenant, messageId);
            var removed = await session.ExecuteAsync("""
                DELETE FROM flags WHERE tenant = @tenant AND message_id = @messageId AND label = @label
                """, new { tenant, messageId, label });
            if (removed > 0)
            {
                await AuditChain.AppendAsync(
                    session, tenant, author, "answer.unflagged", messageId.ToString(), new { label });
            }

            return removed > 0;
        }, cancellationToken);

    /// <summary>
    /// Stores what an answer should have been. It becomes a preference pair (chosen: the correction, rejected: the
    /// answer) in place of the pair of any earlier correction of that answer.
    /// </summary>
    /// <returns>The correction's id; the earlier one's where the newest correction says the same.</returns>
    /// <exception cref="NotFoundException">The tenant has no such answer.</exception>
    public Task<Guid> CorrectAsync(
        string tenant, Guid messageId, string author, string text, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await RequireAnswerAsync(session, tenant, messageId);
            var before = await session.FindAsync<Correction>("""
                SELECT c.id, c.author, c.text, c.corrected_at
                FROM preference_pairs p JOIN corrections c ON c.tenant = p.tenant AND c.id = p.correction_id
                WHERE p.tenant = @tenant AND p.message_id = @messageId AND p.retired_at IS NULL
                """, new { tenant, messageId });
            if (before is not null && before.Text == text)
            {
                return before.Id;
            }

            var id = session.NewId();
            await session.ExecuteAsync("""
                INSERT INTO corrections (tenant, id, message_id, author, text, corrected_at)
                VALUES (@tenant, @id, @messageId, @author, @text, @Now)
                """, new { tenant, id, messageId, author, text, session.Now });
            await PairRows.ReplaceAsync(session, tenant, messageId, PairKind.Correction, author, id);
            await AuditChain.AppendAsync(session, tenant, author, "answer.corrected", messageId.ToString(),
                new { correction = id, textHash = PromptStore.HashOf(text) });
            return id;
        }, cancellationToken);

    /// <summary>Keeps a better answer that a visitor suggests, for an agent to look at; a second one replaces the first.</summary>
    /// <exception cref="NotFoundException">The tenant has no such answer.</exception>
    public Task SuggestAsync(
        string tenant, Guid messageId, string visitor, string text, CancellationToken cancellationToken) =>
        database.WriteAsync(async session =>
        {
            await RequireAnswerAsync(session, tenant, messageId);
            await session.ExecuteAsync("""
                INSERT INTO suggestions (tenant, message_id, visitor, text, suggested_at)
                VALUES (@tenant, @messageId, @visitor, @text, @Now)
                ON CONFLICT (tenant, message_id, visitor) DO UPDATE
                SET text = excluded.text, suggested_at = excluded.suggested_at
                """, new { tenant, messageId, visitor, text, session.Now });
            await AuditChain.AppendAsync(session, tenant, ActorOf(tenant, visitor), "answer.suggested", messageId.ToString(),
                new { textHash = PromptStore.HashOf(text) });
            return true;
        }, cancellationToken);

    /// <summary>All feedback on one message.</summary>
    public Task<MessageFeedback> ForMessageAsync(string tenant, Guid messageId, CancellationToken cancellationToken) =>
        database.ReadAsync(async session =>
        {
            var key = new { tenant, messageId };
            return new MessageFeedback(
                await session.ListAsync<Rating>("""
                    SELECT visitor, direction, reason, rated_at FROM ratings
                    WHERE tenant = @tenant AND message_id = @messageId ORDER BY rated_at, visitor
                    """, key),
                await session.ListAsync<Flag>("""
                    SELECT author, label, flagged_at FROM flags
                    WHERE tenant = @tenant AND message_id = @messageId ORDER BY flagged_at, author, label
                    """, key),
                await session.ListAsync<Correction>("""
                    SELECT id, author, text, corrected_at FROM corrections
                    WHERE tenant = @tenant AND message_id = @messageId ORDER BY id
                    """, key),
                await session.ListAsync<Suggestion>("""
                    SELECT visitor, text, suggested_at FROM suggestions
                    WHERE tenant = @tenant AND message_id = @messageId ORDER BY suggested_at, visitor
                    """, key));
        }, cancellationToken);

    // Visitors' ids may not stand in a log that cannot be changed.
    private static string ActorOf(string tenant, string author) =>
        AgentAuthor.Is(author) ? AgentAuthor.NameOf(author) : VisitorPseudonym.Of(tenant, author);

    private static async Task RequireAnswerAsync(Session session, string tenant, Guid messageId)
    {
        var found = await session.SingleAsync<int>(
            "SELECT COUNT(*) FROM messages WHERE tenant = @tenant AND id = @messageId AND role = 'assistant'",
            new { tenant, messageId });
        if (found == 0)
        {
            throw new NotFoundException("answer", messageId.ToString(), tenant);
        }
    }
}
