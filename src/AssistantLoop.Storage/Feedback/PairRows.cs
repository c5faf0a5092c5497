namespace AssistantLoop.Storage.Feedback;

/// <summary>Writes preference rows within the transaction of the feedback they come from.</summary>
internal static class PairRows
{
    /// <summary>
    /// Adds a row and retires what it replaces: any correction's of that answer, or the same visitor's rating's.
    /// </summary>
    public static Task ReplaceAsync(
        Session session, string tenant, Guid messageId, PairKind kind, string author, Guid? correctionId)
    {
        var replaced = kind == PairKind.Correction
            ? "kind = 'correction'"
            : "kind <> 'correction' AND author = @author";
        return session.ExecuteAsync($"""
            UPDATE preference_pairs SET retired_at = @Now
            WHERE tenant = @tenant AND message_id = @messageId AND retired_at IS NULL AND {replaced};
            INSERT INTO preference_pairs (tenant, id, kind, message_id, author, correction_id, created_at)
            VALUES (@tenant, @id, @kind, @messageId, @author, @correctionId, @Now)
            """,
            new { tenant, messageId, author, correctionId, id = session.NewId(), kind = kind.Text(), session.Now });
    }
}
