using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Conversations;
using Microsoft.AspNetCore.SignalR;

namespace AssistantLoop.App.Hubs;

/// <summary>
/// Tells the pages of a conversation and its agents what happened. Nobody waits for that: a page that does not read would
/// else hold up whoever spoke, until the server drops it.
/// </summary>
public sealed partial class ConversationNews(
    IHubContext<ChatHub, IVisitor> pages,
    IHubContext<ConsoleHub, IAgent> consoles,
    MessageViews views,
    HandlingStore handling,
    Presence presence,
    BusinessProfile profile,
    ILogger<ConversationNews> logger)
{
    /// <summary>The group of a business's inbox among the consoles.</summary>
    public static string Inbox(string tenant) => $"inbox {tenant}";

    /// <summary>The group of a conversation among pages and among consoles.</summary>
    public static string Group(Guid conversationId) => conversationId.ToString();

    /// <summary>An answer is begun; the page that asked follows it already.</summary>
    public void AnswerStarted(Guid conversationId, Guid answerId, string? except = null)
    {
        Tell(Pages(conversationId, except).AnswerStarted(answerId));
        Tell(consoles.Clients.Group(Group(conversationId)).AnswerStarted(answerId));
    }

    /// <summary>A visitor sent something.</summary>
    /// <param name="sent">What, and what became of it.</param>
    /// <param name="except">The page that sent it.</param>
    public async Task SentAsync(Sent sent, string except)
    {
        foreach (Message replaced in sent.Replaced)
        {
            await MessageAddedAsync(replaced, except, CancellationToken.None);
        }

        if (sent.Answer is { } answer)
        {
            AnswerStarted(answer.ConversationId, answer.Id, except);
            return;
        }

        await MessageAddedAsync(sent.Question, except, CancellationToken.None);
        if (sent.Note is { } note)
        {
            await MessageAddedAsync(note, except: null, CancellationToken.None);
        }

        ConversationChanged(await handling.FindAsync(profile.Tenant, sent.Question.ConversationId, CancellationToken.None));
    }

    /// <summary>A message is there, or one was replaced.</summary>
    public async Task MessageAddedAsync(Message message, string? except, CancellationToken cancellationToken)
    {
        MessageView view = await views.OfAsync(message, rating: null, cancellationToken);
        Tell(Pages(message.ConversationId, except).MessageAdded(view));
        Tell(consoles.Clients.Group(Group(message.ConversationId)).MessageAdded(view));
    }

    /// <summary>Another answers a conversation; where nothing changed, nothing is told.</summary>
    public async Task HandlingChangedAsync(Handling handling, CancellationToken cancellationToken)
    {
        if (handling.Note is not { } note)
        {
            return;
        }

        await MessageAddedAsync(note, except: null, cancellationToken);
        HandlingView view = HandlingView.Of(handling);
        Tell(pages.Clients.Group(Group(handling.ConversationId)).HandlingChanged(view));
        Tell(consoles.Clients.Group(Group(handling.ConversationId)).HandlingChanged(view));
        ConversationChanged(handling);
    }

    /// <summary>The inbox shows a conversation anew.</summary>
    public void ConversationChanged(Handling handling) =>
        Tell(consoles.Clients.Group(Inbox(profile.Tenant)).ConversationChanged(new(
            handling.ConversationId, HandlingView.NameOf(handling.By), handling.Agent, presence.PagesOf(handling.ConversationId) > 0)));

    /// <summary>A visitor types, or ceased to: agents see it.</summary>
    public void VisitorTyping(Guid conversationId, bool typing) =>
        Tell(consoles.Clients.Group(Group(conversationId)).TypingChanged(new(conversationId, "visitor", null, typing)));

    /// <summary>An agent types, or ceased to: the visitor sees it, and other agents.</summary>
    public void AgentTyping(Guid conversationId, string agent, bool typing, string except)
    {
        TypingView view = new(conversationId, "agent", agent, typing);
        Tell(pages.Clients.Group(Group(conversationId)).TypingChanged(view));
        Tell(consoles.Clients.GroupExcept(Group(conversationId), except).TypingChanged(view));
    }

    /// <summary>An action was confirmed, ended or expired.</summary>
    public void ActionChanged(Guid conversationId, ActionView action)
    {
        Tell(pages.Clients.Group(Group(conversationId)).ActionChanged(action));
        Tell(consoles.Clients.Group(Group(conversationId)).ActionChanged(action));
    }

    private IVisitor Pages(Guid conversationId, string? except) => except is null
        ? pages.Clients.Group(Group(conversationId))
        : pages.Clients.GroupExcept(Group(conversationId), except);

    private void Tell(Task sending)
    {
        if (!sending.IsCompletedSuccessfully)
        {
            _ = ObserveAsync(sending);
        }
    }

    private async Task ObserveAsync(Task sending)
    {
        try
        {
            await sending;
        }
#pragma warning disable CA1031 // What a lost page does not hear, it reads when it comes back.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotTold(error);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A page was not told")]
    private partial void LogNotTold(Exception error);
}
