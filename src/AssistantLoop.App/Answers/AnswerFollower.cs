using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AssistantLoop.App.Actions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Answers;

/// <summary>
/// Follows an answer from any piece on, as far as it is persisted: the same for the client that asked, one that comes back
/// after a drop, and one on another node. What this process writes itself is not read again.
/// </summary>
public sealed class AnswerFollower(
    ConversationStore conversations, VersionStore versions, AnswerJobs jobs, ActionDesk actions, BusinessProfile profile, TimeProvider time)
{
    /// <summary>How often an answer that another process writes is looked at.</summary>
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Guid, int> _numbers = new();

    /// <summary>The answer's events after a piece number; ends with completed, stopped or failed.</summary>
    /// <exception cref="ChatProblemException">There is no such answer.</exception>
    public async IAsyncEnumerable<AnswerEvent> FollowAsync(
        Guid messageId, int afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int at = Math.Max(0, afterSequence);
        bool announced = false;
        AnswerJob? job = jobs.Find(messageId);
        while (true)
        {
            // Asked for before the read: a change between the two is then not slept through.
            Task change = job?.Changed ?? Task.Delay(s_poll, time, cancellationToken);
            AnswerProgress now = job?.After(at) ?? await StoredAsync(messageId, at, cancellationToken);
            if (!announced && now.Answer.VersionId is not null)
            {
                announced = true;
                yield return new("started", messageId, at, Version: await NumberOfAsync(now.Answer, cancellationToken), VisitorMessageId: now.Answer.ReplyTo);
            }

            if (now.Pieces.Count > 0)
            {
                at = now.Pieces[^1].Sequence;
                yield return new("text", messageId, at, string.Concat(now.Pieces.Select(piece => piece.Text)));
            }

            if (now.Ended)
            {
                // An answer that was ended from elsewhere has its end in the store alone.
                yield return await EndAsync(
                    now.Answer.State == MessageState.Streaming
                        ? (await StoredAsync(messageId, at, cancellationToken)).Answer
                        : now.Answer,
                    at,
                    cancellationToken);
                yield break;
            }

            await change.WaitAsync(cancellationToken);
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

    private async Task<AnswerProgress> StoredAsync(Guid messageId, int after, CancellationToken cancellationToken)
    {
        // The tail first: where it has ended, so has the message, with all that it says.
        MessageTail tail = await conversations.TailAsync(profile.Tenant, messageId, after, cancellationToken) ?? throw Unknown();
        Message message = await conversations.MessageAsync(profile.Tenant, messageId, cancellationToken) ?? throw Unknown();
        return new(message, tail.Pieces, tail.State != MessageState.Streaming);
    }

    private async Task<AnswerEvent> EndAsync(Message message, int at, CancellationToken cancellationToken)
    {
        int? version = await NumberOfAsync(message, cancellationToken);
        IReadOnlyList<CitationView> citations = PassageList.Cited(message.Text, message.Passages);
        return message.State switch
        {
            MessageState.Complete => new("completed", message.Id, at, message.Text, citations, version)
            {
                Actions = await actions.OfMessageAsync(message.Id, cancellationToken),
            },
            MessageState.Stopped => new("stopped", message.Id, at, message.Text, citations, version),
            _ => new("failed", message.Id, at, Error: ErrorOf(message.FinishReason)),
        };
    }

    // A version keeps its number.
    private async Task<int?> NumberOfAsync(Message message, CancellationToken cancellationToken)
    {
        if (message.VersionId is not { } id)
        {
            return null;
        }

        if (!_numbers.TryGetValue(id, out int number) && await versions.FindAsync(profile.Tenant, id, cancellationToken) is { } found)
        {
            _numbers[id] = number = found.Number;
        }

        return number == 0 ? null : number;
    }

    private static ErrorView ErrorOf(string? finishReason) => finishReason switch
    {
        "busy" => new("busy", "Too many people are asking at the moment. Please try again in a few seconds.", 5),
        "message_too_long" => new("message_too_long", "The message is too long for the assistant. Please shorten it."),
        "interrupted" => new("failed", "The server was restarted while it answered. Please ask again."),
        _ => new("failed", "The answer failed. Please ask again."),
    };

    private static ChatProblemException Unknown() => new("unknown_message", "There is no such message.");
}
