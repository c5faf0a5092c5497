using System.Runtime.CompilerServices;
using AssistantLoop.App.Actions;
using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;
using Microsoft.AspNetCore.SignalR;

namespace AssistantLoop.App.Hubs;

/// <summary>
/// The visitors' socket. Who knows a conversation's id may read and continue it: ids cannot be guessed, and a rating
/// is taken only in a conversation that this socket has opened.
/// </summary>
public sealed class ChatHub(
    ConversationStore conversations, FeedbackStore feedback, AnswerJobs jobs, AnswerFollower answers, ActionDesk actions,
    IHubContext<ChatHub, IVisitor> visitors, BusinessProfile profile)
    : Hub<IVisitor>
{
    private const int MaxClientIdLength = 64;

    /// <summary>Opens a conversation, or a new one where the id is null or unknown.</summary>
    public async Task<ConversationView> Start(string? conversationId, string? visitorId)
    {
        CancellationToken gone = Context.ConnectionAborted;
        string visitor = Visitor(visitorId);
        Conversation? conversation = Guid.TryParse(conversationId, out Guid id)
            ? await conversations.FindAsync(profile.Tenant, id, gone)
            : null;
        conversation ??= await conversations.CreateAsync(profile.Tenant, visitor, gone);
        Context.Items[nameof(Visitor)] = visitor;
        await Groups.AddToGroupAsync(Context.ConnectionId, conversation.Id.ToString(), gone);
        List<MessageView> messages = [];
        ILookup<Guid, ActionView> proposed = await actions.OfConversationAsync(conversation.Id, gone);
        foreach (Message message in await conversations.MessagesAsync(profile.Tenant, conversation.Id, 0, gone))
        {
            MessageView view = await answers.ViewAsync(message, await RatingAsync(message, visitor, gone), gone);
            messages.Add(view with { Actions = [.. proposed[message.Id]] });
        }

        return new(conversation.Id, messages);
    }

    /// <summary>Asks, and streams the answer. The same client message id again follows the same answer.</summary>
    public async IAsyncEnumerable<AnswerEvent> Ask(
        AskRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string text = MessageText.Parse(request.Text);
        Guid conversation = Guid.TryParse(request.ConversationId, out Guid id)
            ? id
            : throw new NotFoundException("conversation", request.ConversationId ?? "", profile.Tenant);
        string clientId = request.ClientMessageId is { Length: > 0 and <= MaxClientIdLength } given
            ? given
            : throw new ChatProblemException("failed", $"clientMessageId must have 1 to {MaxClientIdLength} characters.");
        Asked asked = await jobs.AskAsync(conversation, clientId, text, cancellationToken);
        if (asked.IsNew)
        {
            await Clients.OthersInGroup(conversation.ToString()).AnswerStarted(asked.Answer.Id);
        }

        await foreach (AnswerEvent step in answers.FollowAsync(asked.Answer.Id, 0, cancellationToken))
        {
            yield return step;
        }
    }

    /// <summary>Streams what an answer said after a piece, and goes on until its end.</summary>
    public IAsyncEnumerable<AnswerEvent> Resume(string? messageId, int afterSequence, CancellationToken cancellationToken) =>
        answers.FollowAsync(MessageId(messageId), afterSequence, cancellationToken);

    /// <summary>Stops an answer.</summary>
    public async Task Stop(string? messageId) => await jobs.StopAnswerAsync(MessageId(messageId));

    /// <summary>Rates an answer; rating again replaces.</summary>
    public async Task Rate(RateRequest request)
    {
        RatingDirection direction = request.Rating switch
        {
            "up" => RatingDirection.Up,
            "down" => RatingDirection.Down,
            _ => throw new ChatProblemException("failed", "rating must be up or down."),
        };
        string? reason = string.IsNullOrWhiteSpace(request.Reason) ? null : MessageText.Parse(request.Reason);
        await feedback.RateAsync(
            profile.Tenant, MessageId(request.MessageId), OwnVisitor(), direction, reason, Context.ConnectionAborted);
    }

    /// <summary>Suggests a better answer, for an agent to confirm.</summary>
    public async Task Suggest(SuggestRequest request) =>
        await feedback.SuggestAsync(
            profile.Tenant,
            MessageId(request.MessageId),
            OwnVisitor(),
            MessageText.Parse(request.Text),
            Context.ConnectionAborted);

    /// <summary>Says whether a proposed action is to be done, and waits until it is.</summary>
    public async Task<ActionView> Confirm(ConfirmRequest request) => await actions.ConfirmAsync(
        Guid.TryParse(request.ActionId, out Guid id) ? id : throw new NotFoundException("action", request.ActionId ?? "", profile.Tenant),
        request.Confirmed,
        OwnVisitor(),
        // Not by this socket's own clients: it may be lost when the action ends.
        (action, view) => visitors.Clients.Group(action.ConversationId.ToString()).ActionChanged(view),
        Context.ConnectionAborted);

    private async Task<string?> RatingAsync(Message message, string visitor, CancellationToken cancellationToken) =>
        message.Role == MessageRole.User
            ? null
            : (await feedback.ForMessageAsync(profile.Tenant, message.Id, cancellationToken)).Ratings
                .FirstOrDefault(rating => rating.Visitor == visitor) is { } rating
                ? rating.Direction == RatingDirection.Up ? "up" : "down"
                : null;

    private string OwnVisitor() =>
        Context.Items[nameof(Visitor)] as string
        ?? throw new ChatProblemException("unknown_conversation", "Open a conversation first.");

    private static string Visitor(string? id) =>
        id is { Length: > 0 and <= MaxClientIdLength }
            ? VisitorId.Of(id)
            : throw new ChatProblemException("failed", $"visitorId must have 1 to {MaxClientIdLength} characters.");

    private static Guid MessageId(string? id) =>
        Guid.TryParse(id, out Guid parsed) ? parsed : throw new ChatProblemException("unknown_message", "There is no such message.");
}
