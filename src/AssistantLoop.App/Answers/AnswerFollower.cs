using System.Runtime.CompilerServices;
using System.Text;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Answers;

/// <summary>
/// Follows an answer from any piece on, from what is persisted: the same for the client that asked, one that comes back
/// after a drop, and one on another node.
/// </summary>
public sealed class AnswerFollower(
    ConversationStore conversations, VersionStore versions, AnswerJobs jobs, BusinessProfile profile)
{
    /// <summary>The answer's events after a piece number; ends with completed, stopped or failed.</summary>
    /// <exception cref="ChatProblemException">There is no such answer.</exception>
    public async IAsyncEnumerable<AnswerEvent> FollowAsync(
        Guid messageId, int afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int at = Math.Max(0, afterSequence);
        bool announced = false;
        while (true)
        {
            // Asked for before the read: a change between the two is then not slept through.
            Task change = jobs.WaitForChangeAsync(messageId, cancellationToken);
            Message message = await conversations.MessageAsync(profile.Tenant, messageId, cancellationToken) ?? throw Unknown();
            MessageTail tail = await conversations.TailAsync(profile.Tenant, messageId, at, cancellationToken) ?? throw Unknown();
            if (!announced && message.VersionId is not null)
            {
                announced = true;
                yield return new("started", messageId, at, Version: await NumberOfAsync(message, cancellationToken), VisitorMessageId: message.ReplyTo);
            }

            if (tail.Pieces.Count > 0)
            {
                at = tail.Pieces[^1].Sequence;
                StringBuilder text = new();
                foreach (MessagePiece piece in tail.Pieces)
                {
                    text.Append(piece.Text);
                }

                yield return new("text", messageId, at, text.ToString());
            }

            if (tail.State != MessageState.Streaming)
            {
                yield return await EndAsync(messageId, at, cancellationToken);
                yield break;
            }

            await change;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A message as clients see it.</summary>
    public async Task<MessageView> ViewAsync(Message message, string? rating, CancellationToken cancellationToken) => new(
        message.Id,
        message.Role == MessageRole.User ? "visitor" : "assistant",
        message.Text,
        MessageView.NameOf(message.State),
        message.LastPiece,
        message.CreatedAt,
        PassageList.Cited(message.Text, message.Passages),
        rating,
        await NumberOfAsync(message, cancellationToken));

    private async Task<AnswerEvent> EndAsync(Guid messageId, int at, CancellationToken cancellationToken)
    {
        Message message = await conversations.MessageAsync(profile.Tenant, messageId, cancellationToken) ?? throw Unknown();
        int? version = await NumberOfAsync(message, cancellationToken);
        IReadOnlyList<CitationView> citations = PassageList.Cited(message.Text, message.Passages);
        return message.State switch
        {
            MessageState.Complete => new("completed", messageId, at, message.Text, citations, version),
            MessageState.Stopped => new("stopped", messageId, at, message.Text, citations, version),
            _ => new("failed", messageId, at, Error: ErrorOf(message.FinishReason)),
        };
    }

    private async Task<int?> NumberOfAsync(Message message, CancellationToken cancellationToken) =>
        message.VersionId is { } id
            ? (await versions.FindAsync(profile.Tenant, id, cancellationToken))?.Number
            : null;

    private static ErrorView ErrorOf(string? finishReason) => finishReason switch
    {
        "busy" => new("busy", "Too many people are asking at the moment. Please try again in a few seconds.", 5),
        "message_too_long" => new("message_too_long", "The message is too long for the assistant. Please shorten it."),
        "interrupted" => new("failed", "The server was restarted while it answered. Please ask again."),
        _ => new("failed", "The answer failed. Please ask again."),
    };

    private static ChatProblemException Unknown() => new("unknown_message", "There is no such message.");
}
