using System.Collections.Concurrent;
using AssistantLoop.App.Actions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Content;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Answers;

/// <summary>What clients see of messages and of how answers end.</summary>
public sealed class MessageViews(VersionStore versions, ActionDesk actions, VisitorWording wording, BusinessProfile profile)
{
    private readonly ConcurrentDictionary<Guid, int> _numbers = new();

    /// <summary>A message as clients see it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="rating">up, down, or null, by whoever asks.</param>
    /// <param name="cancellationToken">Stops the look-up of its version.</param>
    public async Task<MessageView> OfAsync(Message message, string? rating, CancellationToken cancellationToken) => new(
        message.Id,
        message.Sequence,
        message.Role switch
        {
            MessageRole.User => "visitor",
            MessageRole.Assistant => "assistant",
            MessageRole.Agent => "agent",
            _ => "note",
        },
        message.Text,
        MessageView.NameOf(message.State),
        message.LastPiece,
        message.CreatedAt,
        PassageList.Cited(message.Text, message.Passages),
        rating,
        await NumberOfAsync(message, cancellationToken))
    {
        Author = message.Author,
        Note = message.Note switch
        {
            null => null,
            NoteKind.HandedOver => "handed-over",
            NoteKind.Waiting => "waiting",
            NoteKind.Taken => "taken",
            _ => "returned",
        },
        ReplyTo = message.ReplyTo,
        ReplacedBy = message.ReplacedBy,
    };

    /// <summary>An answer's last event, with the whole text.</summary>
    public async Task<AnswerEvent> EndOfAsync(Message message, CancellationToken cancellationToken)
    {
        string kind = message.State switch
        {
            MessageState.Complete => "completed",
            MessageState.Stopped => "stopped",
            _ => "failed",
        };
        return new(
            kind, message.Id, message.LastPiece, message.Text, PassageList.Cited(message.Text, message.Passages),
            await NumberOfAsync(message, cancellationToken), Error: kind == "failed" ? await ErrorAsync(message, cancellationToken) : null,
            Actions: kind == "completed" ? await actions.OfMessageAsync(message.Id, cancellationToken) : null);
    }

    /// <summary>The number of the version that answered; it never changes.</summary>
    public async Task<int?> NumberOfAsync(Message message, CancellationToken cancellationToken)
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

    // What went wrong is not the visitor's to know: where the business words it, it is told in its words.
    private async Task<ErrorView> ErrorAsync(Message message, CancellationToken cancellationToken)
    {
        ErrorView error = ErrorOf(message.FinishReason);
        return error.Code is "failed" or "unavailable"
            && await wording.FindAsync(Fallbacks.Error, message.ConversationId, cancellationToken) is { } words
                ? error with { Detail = words }
                : error;
    }

    private static ErrorView ErrorOf(string? finishReason) => finishReason switch
    {
        "busy" => new("busy", "Too many people are asking at the moment. Please try again in a few seconds.", 5),
        "unavailable" => new("unavailable", "The assistant cannot be reached at the moment. Please try again in a minute.", 60),
        "message_too_long" => new("message_too_long", "The message is too long for the assistant. Please shorten it."),
        "interrupted" => new("failed", "The server was restarted while it answered. Please ask again."),
        _ => new("failed", "The answer failed. Please ask again."),
    };
}
