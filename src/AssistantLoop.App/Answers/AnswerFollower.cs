using System.Runtime.CompilerServices;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Conversations;

namespace AssistantLoop.App.Answers;

/// <summary>
/// Follows an answer from any piece on: the same for the client that asked, one that comes back after a drop, and one on
/// another node. What this process says itself is not read again from the store. A follower reads when it can send:
/// one that is slow gets more at once, and holds nothing but the answer.
/// </summary>
public sealed class AnswerFollower(
    ConversationStore conversations, MessageViews views, AnswerJobs jobs, BusinessProfile profile, TimeProvider time)
{
    /// <summary>How often an answer that another process writes is looked at.</summary>
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The answer's events after a piece number; ends with completed, stopped or failed, which carry the whole text as it
    /// is stored: where that is shorter than what was seen, the process that wrote it died, and the text stands.
    /// </summary>
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
                yield return new(
                    "started", messageId, at, Version: await views.NumberOfAsync(now.Answer, cancellationToken),
                    VisitorMessageId: now.Answer.ReplyTo);
            }

            if (now.Pieces.Count > 0)
            {
                at += now.Pieces.Count;
                yield return new("text", messageId, at, string.Concat(now.Pieces));
            }

            if (now.Ended)
            {
                // An answer that was ended from elsewhere has its end in the store alone.
                Message end = now.Answer.State == MessageState.Streaming
                    ? (await StoredAsync(messageId, at, cancellationToken)).Answer
                    : now.Answer;
                yield return await views.EndOfAsync(end, cancellationToken);
                yield break;
            }

            await change.WaitAsync(cancellationToken);
        }
    }

    private async Task<AnswerProgress> StoredAsync(Guid messageId, int after, CancellationToken cancellationToken)
    {
        // The tail first: where it has ended, so has the message, with all that it says.
        MessageTail tail = await conversations.TailAsync(profile.Tenant, messageId, after, cancellationToken) ?? throw Unknown();
        Message message = await conversations.MessageAsync(profile.Tenant, messageId, cancellationToken) ?? throw Unknown();
        return new(message, [.. tail.Pieces.Select(piece => piece.Text)], tail.State != MessageState.Streaming);
    }

    private static ChatProblemException Unknown() => new("unknown_message", "There is no such message.");
}
