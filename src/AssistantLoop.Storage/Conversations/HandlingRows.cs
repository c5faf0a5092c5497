using AssistantLoop.Storage.Audit;

namespace AssistantLoop.Storage.Conversations;

/// <summary>Reads and changes who answers a conversation, within a caller's transaction.</summary>
internal static class HandlingRows
{
    public static async Task<Handling> FindAsync(Session session, string tenant, Guid conversationId) =>
        await session.FindAsync<Conversation>(
            "SELECT * FROM conversations WHERE tenant = @tenant AND id = @conversationId", new { tenant, conversationId })
            is { } found
            ? new(conversationId, found.HandledBy, found.Agent)
            : throw new NotFoundException("conversation", conversationId.ToString(), tenant);

    /// <summary>Changes it, with a note for its readers and an entry in the audit log.</summary>
    public static async Task<Handling> ChangeAsync(
        Session session, string tenant, Handling to, NoteKind note, string text, string actor)
    {
        await session.ExecuteAsync("""
            UPDATE conversations SET handled_by = @by, agent = @Agent WHERE tenant = @tenant AND id = @ConversationId
            """, new { tenant, by = to.By.Text(), to.Agent, to.ConversationId });
        await AuditChain.AppendAsync(
            session, tenant, actor, $"conversation.{NameOf(note)}", to.ConversationId.ToString(), new { });
        return to with
        {
            Note = await MessageRows.AddNoteAsync(session, tenant, to.ConversationId, note, text, to.Agent),
        };
    }

    private static string NameOf(NoteKind note) => note switch
    {
        NoteKind.HandedOver => "handed-over",
        NoteKind.Taken => "taken",
        _ => "returned",
    };
}
