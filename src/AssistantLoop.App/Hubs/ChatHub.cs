using System.Runtime.CompilerServices;
using AssistantLoop.App.Actions;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Limits;
using AssistantLoop.App.Tenancy;
using AssistantLoop.App.Visitors;
using AssistantLoop.Chat.Content;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;
using Microsoft.AspNetCore.SignalR;

namespace AssistantLoop.App.Hubs;

/// <summary>
/// The visitors' socket. A conversation opens for the visitor who began it; every call is about the open conversation and
/// its messages, and any other id answers as an unknown one.
/// </summary>
public sealed class ChatHub(
    ConversationStore conversations,
    HandlingStore handling,
    FeedbackStore feedback,
    ConnectionLimits limits,
    Tenants tenants,
    TimeProvider time)
    : TenantHub<IVisitor>(tenants)
{
    private AnswerJobs Jobs => Get<AnswerJobs>();

    private AnswerFollower Answers => Get<AnswerFollower>();

    private ConversationNews News => Get<ConversationNews>();

    /// <inheritdoc/>
    public override Task OnConnectedAsync()
    {
        limits.Enter(Tenant);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        VisitorSession? session = VisitorSession.End(Context);
        limits.Leave(Tenant);
        if (session is not null)
        {
            await LeaveAsync(session);
        }
    }

    /// <summary>Opens a conversation, or a new one where the id is null or unknown.</summary>
    public async Task<ConversationView> Start(StartRequest request)
    {
        CancellationToken gone = Context.ConnectionAborted;
        VisitorDoor door = Get<VisitorDoor>();
        (string visitor, VisitorIdentity? proven) = await door.WhoAsync(Context.User, request.VisitorId, request.Identity, gone);
        Visit visit = HubInput.Visit(request);
        Conversation? conversation = await door.FindAsync(request.ConversationId, visitor, request.VisitorId, proven, gone);
        VisitorSession? before = VisitorSession.Find(Context);
        if (conversation is null || before?.ConversationId != conversation.Id || before.Visitor != visitor)
        {
            limits.Enter(Tenant, visitor);
            try
            {
                conversation ??= await conversations.CreateAsync(Tenant, visitor, visit, gone);
            }
            catch
            {
                limits.Leave(Tenant, visitor);
                throw;
            }

            await EnterAsync(visitor, conversation, before);
        }

        return await Get<ConversationPage>().ReadAsync(conversation, visitor, gone);
    }

    /// <summary>A conversation's messages before a number.</summary>
    public Task<IReadOnlyList<MessageView>> History(string? conversationId, int beforeNumber) =>
        Get<ConversationPage>().BeforeAsync(
            VisitorSession.In(Context, conversationId).ConversationId, beforeNumber, VisitorSession.Of(Context).Visitor, Context.ConnectionAborted);

    /// <summary>
    /// Asks, and streams the answer; nothing where a person handles the conversation. The same client message id again
    /// follows the same answer.
    /// </summary>
    public IAsyncEnumerable<AnswerEvent> Ask(AskRequest request, CancellationToken cancellationToken)
    {
        string text = MessageText.Parse(request.Text);
        Guid conversation = VisitorSession.In(Context, request.ConversationId).ConversationId;
        string clientId = HubInput.ClientMessageId(request.ClientMessageId);
        return FollowAsync(() => Jobs.SendAsync(conversation, clientId, text, cancellationToken), cancellationToken);
    }

    /// <summary>Asks for another answer to the last message, and streams it.</summary>
    public IAsyncEnumerable<AnswerEvent> Regenerate(RegenerateRequest request, CancellationToken cancellationToken)
    {
        string clientId = HubInput.ClientMessageId(request.ClientMessageId);
        return FollowAsync(
            async () => await Jobs.RegenerateAsync(await OwnAsync(request.MessageId, cancellationToken), clientId, cancellationToken),
            cancellationToken);
    }

    /// <summary>Changes the visitor's last message, and streams the answer to what it says then.</summary>
    public IAsyncEnumerable<AnswerEvent> Edit(EditRequest request, CancellationToken cancellationToken)
    {
        string text = MessageText.Parse(request.Text);
        string clientId = HubInput.ClientMessageId(request.ClientMessageId);
        return FollowAsync(
            async () => await Jobs.EditAsync(await OwnAsync(request.MessageId, cancellationToken), clientId, text, cancellationToken),
            cancellationToken);
    }

    /// <summary>Streams what an answer said after a piece, and goes on until its end.</summary>
    public async IAsyncEnumerable<AnswerEvent> Resume(
        string? messageId, int afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guid answer = await OwnAsync(messageId, cancellationToken);
        await foreach (AnswerEvent step in Answers.FollowAsync(answer, afterSequence, cancellationToken))
        {
            yield return step;
        }
    }

    /// <summary>Stops an answer.</summary>
    public async Task Stop(string? messageId) => await Jobs.StopAnswerAsync(await OwnAsync(messageId, Context.ConnectionAborted));

    /// <summary>Says whether the visitor types.</summary>
    public void Typing(string? conversationId, bool typing) => VisitorSession.In(Context, conversationId).Typing.Set(typing);

    /// <summary>Says how far the visitor has read.</summary>
    public Task Seen(string? conversationId, int number) =>
        conversations.SeenAsync(
            Tenant, VisitorSession.In(Context, conversationId).ConversationId, number, Context.ConnectionAborted);

    /// <summary>Asks for a person.</summary>
    public async Task<HandlingView> HandOver(HandOverRequest request)
    {
        VisitorSession session = VisitorSession.In(Context, request.ConversationId);
        string? reason = HubInput.Optional(request.Reason);
        string? wording = await Get<VisitorWording>().FindAsync(Fallbacks.HandedOver, session.ConversationId, Context.ConnectionAborted);
        Handling changed = await handling.HandOverAsync(
            Tenant, session.ConversationId, session.Visitor, reason, Context.ConnectionAborted, wording);
        await Jobs.StopConversationAsync(session.ConversationId);
        return await ToldAsync(changed);
    }

    /// <summary>Goes back to the assistant.</summary>
    public async Task<HandlingView> BackToAssistant(string? conversationId)
    {
        VisitorSession session = VisitorSession.In(Context, conversationId);
        return await ToldAsync(await handling.BackToAssistantAsync(
            Tenant, session.ConversationId, session.Visitor, Context.ConnectionAborted));
    }

    /// <summary>Rates an answer; rating again replaces.</summary>
    public async Task Rate(RateRequest request)
    {
        RatingDirection direction = request.Rating switch
        {
            "up" => RatingDirection.Up,
            "down" => RatingDirection.Down,
            _ => throw new ChatProblemException("failed", "rating must be up or down."),
        };
        string visitor = VisitorSession.Of(Context).Visitor;
        string? reason = HubInput.Optional(request.Reason);
        Guid answer = await OwnAsync(request.MessageId, Context.ConnectionAborted);
        await feedback.RateAsync(Tenant, answer, visitor, direction, reason, Context.ConnectionAborted);
    }

    /// <summary>Suggests a better answer, for an agent to confirm.</summary>
    public async Task Suggest(SuggestRequest request)
    {
        string visitor = VisitorSession.Of(Context).Visitor;
        string text = MessageText.Parse(request.Text);
        Guid answer = await OwnAsync(request.MessageId, Context.ConnectionAborted);
        await feedback.SuggestAsync(Tenant, answer, visitor, text, Context.ConnectionAborted);
    }

    /// <summary>Says how content the visitor was.</summary>
    public Task Satisfaction(SatisfactionRequest request)
    {
        if (request.Score is < 1 or > 5)
        {
            throw new ChatProblemException("failed", $"score must be from 1 to 5; given: {request.Score}.");
        }

        return conversations.RateConversationAsync(
            Tenant, VisitorSession.In(Context, request.ConversationId).ConversationId, request.Score,
            HubInput.Optional(request.Comment), Context.ConnectionAborted);
    }

    /// <summary>Says whether a proposed action is to be done, and waits until it is.</summary>
    public Task<ActionView> Confirm(ConfirmRequest request)
    {
        // Not by this socket's own clients: it may be lost when the action ends.
        ConversationNews teller = News;
        return Get<ActionDesk>().ConfirmAsync(
            Guid.TryParse(request.ActionId, out Guid id) ? id : throw new NotFoundException("action", request.ActionId ?? "", Tenant),
            request.Confirmed,
            VisitorSession.Of(Context).ConversationId,
            (action, view) => teller.ActionChanged(action.ConversationId, view),
            Context.ConnectionAborted);
    }

    private async Task EnterAsync(string visitor, Conversation conversation, VisitorSession? before)
    {
        if (before is not null)
        {
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, ConversationNews.Group(before.ConversationId), CancellationToken.None);
        }

        // The hub is gone when a pause ends; what it tells with is not.
        ConversationNews teller = News;
        Guid id = conversation.Id;
        VisitorSession session = new(visitor, id, new(time, typing => teller.VisitorTyping(id, typing)));
        Get<Presence>().Enter(id);
        VisitorSession? left = session.TryKeep(Context) ? before : session;
        if (left is not null)
        {
            await LeaveAsync(left);
        }

        await Groups.AddToGroupAsync(Context.ConnectionId, ConversationNews.Group(id), CancellationToken.None);
        TellInbox(conversation);
    }

    private async Task LeaveAsync(VisitorSession session)
    {
        session.Typing.End();
        Get<Presence>().Leave(session.ConversationId);
        limits.Leave(Tenant, session.Visitor);
        if (await conversations.FindAsync(Tenant, session.ConversationId, CancellationToken.None) is { } conversation)
        {
            TellInbox(conversation);
        }
    }

    // Whether a visitor is there matters to agents where a person is wanted.
    private void TellInbox(Conversation conversation)
    {
        if (conversation.HandledBy != HandledBy.Assistant)
        {
            News.ConversationChanged(new(conversation.Id, conversation.HandledBy, conversation.Agent));
        }
    }

    private async Task<HandlingView> ToldAsync(Handling changed)
    {
        await News.HandlingChangedAsync(changed, CancellationToken.None);
        return HandlingView.Of(changed);
    }

    // A message of the open conversation: one of another answers as one that nobody has.
    private async Task<Guid> OwnAsync(string? messageId, CancellationToken cancellationToken)
    {
        Guid open = VisitorSession.Of(Context).ConversationId, id = HubInput.MessageId(messageId);
        return await conversations.MessageAsync(Tenant, id, cancellationToken) is { } message && message.ConversationId == open
            ? id
            : throw HubInput.UnknownMessage();
    }

    private async IAsyncEnumerable<AnswerEvent> FollowAsync(
        Func<Task<Sent>> send, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Get<AskLimits>().CheckAsync(
            Tenant, VisitorSession.Of(Context).Visitor, Context.GetHttpContext()?.Connection.RemoteIpAddress, cancellationToken);
        Sent sent = await send();
        if (sent.IsNew)
        {
            await News.SentAsync(sent, Context.ConnectionId);
        }

        if (sent.Answer is { } answer)
        {
            await foreach (AnswerEvent step in Answers.FollowAsync(answer.Id, 0, cancellationToken))
            {
                yield return step;
            }
        }
    }
}
