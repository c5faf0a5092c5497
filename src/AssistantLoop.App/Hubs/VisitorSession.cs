using AssistantLoop.App.Answers;
using AssistantLoop.Storage;
using Microsoft.AspNetCore.SignalR;

namespace AssistantLoop.App.Hubs;

/// <summary>What a visitor's connection has said of itself: whose it is, and the one conversation that it has open.</summary>
/// <param name="Visitor">The visitor's stored id.</param>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Typing">Whether they type in it.</param>
internal sealed record VisitorSession(string Visitor, Guid ConversationId, TypingThrottle Typing)
{
    private const string Gone = nameof(Gone);

    /// <summary>That of a connection; null before it has opened a conversation.</summary>
    public static VisitorSession? Find(HubCallerContext connection) => connection.Items[nameof(VisitorSession)] as VisitorSession;

    /// <summary>That of a connection.</summary>
    /// <exception cref="ChatProblemException">It has opened no conversation.</exception>
    public static VisitorSession Of(HubCallerContext connection) =>
        Find(connection) ?? throw new ChatProblemException("unknown_conversation", "Open a conversation first.");

    /// <summary>That of a connection which must have this conversation open.</summary>
    /// <exception cref="ChatProblemException">It has opened none.</exception>
    /// <exception cref="NotFoundException">It has opened another.</exception>
    public static VisitorSession In(HubCallerContext connection, string? conversationId) =>
        Of(connection) is var session && Guid.TryParse(conversationId, out Guid id) && id == session.ConversationId
            ? session
            : throw new NotFoundException("conversation", conversationId ?? "", "this connection");

    /// <summary>That of a connection which ends: none is kept after it.</summary>
    public static VisitorSession? End(HubCallerContext connection)
    {
        lock (connection.Items)
        {
            connection.Items[Gone] = Gone;
            return Find(connection);
        }
    }

    /// <summary>Keeps it with its connection.</summary>
    /// <returns>False where the connection has ended meanwhile.</returns>
    public bool TryKeep(HubCallerContext connection)
    {
        lock (connection.Items)
        {
            if (connection.Items.ContainsKey(Gone))
            {
                return false;
            }

            connection.Items[nameof(VisitorSession)] = this;
            return true;
        }
    }
}
