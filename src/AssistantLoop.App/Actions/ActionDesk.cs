using System.Text.Json.Nodes;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Business;
using AssistantLoop.Chat.Actions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Content;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Actions;
using Microsoft.SemanticKernel;

namespace AssistantLoop.App.Actions;

/// <summary>
/// Keeps what the assistant proposes, and does it once the visitor confirms. A call that was confirmed goes on when the
/// socket is lost, and is never made twice unless its webhook knows it again.
/// </summary>
public sealed partial class ActionDesk(
    ActionStore actions,
    ContentCache contents,
    ActionWebhook webhook,
    Kernel kernel,
    BusinessProfile profile,
    ILogger<ActionDesk> logger)
{
    /// <summary>How long a proposal waits for the visitor.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <summary>What is said of an action whose process died.</summary>
    public const string UnknownOutcome = "Unknown outcome: the server stopped while this was being done. Please ask before you try again.";

    /// <summary>Keeps a proposal of an answer.</summary>
    public async Task ProposeAsync(Guid messageId, ActionProposal proposal, CancellationToken cancellationToken) =>
        await actions.ProposeAsync(
            profile.Tenant, messageId, proposal.Action.Name, proposal.Arguments.ToJsonString(), Life, cancellationToken);

    /// <summary>The actions that an answer proposes, as clients see them.</summary>
    public async Task<IReadOnlyList<ActionView>> OfMessageAsync(Guid messageId, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredAction> found = await actions.OfMessageAsync(profile.Tenant, messageId, cancellationToken);
        return found.Count == 0 ? [] : Views(found, await contents.CurrentAsync(cancellationToken));
    }

    /// <summary>The actions of a conversation by the answers that propose them.</summary>
    public async Task<ILookup<Guid, ActionView>> OfConversationAsync(Guid conversationId, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredAction> found = await actions.OfConversationAsync(profile.Tenant, conversationId, cancellationToken);
        return Views(found, found.Count == 0 ? BusinessContent.Empty : await contents.CurrentAsync(cancellationToken))
            .ToLookup(view => view.MessageId);
    }

    /// <summary>What the visitor decides on a proposal. Deciding again changes nothing and gives what became of it.</summary>
    /// <param name="actionId">The action.</param>
    /// <param name="confirmed">Whether it is to be done.</param>
    /// <param name="conversationId">The conversation that is open to who decides.</param>
    /// <param name="changed">Is told of the action as it starts and ends.</param>
    /// <param name="cancellationToken">Stops the wait, not the action.</param>
    /// <exception cref="NotFoundException">The conversation has no such action.</exception>
    public async Task<ActionView> ConfirmAsync(
        Guid actionId, bool confirmed, Guid conversationId, Action<StoredAction, ActionView> changed, CancellationToken cancellationToken)
    {
        StoredAction? action = await actions.FindAsync(profile.Tenant, actionId, cancellationToken);
        if (action is null || action.ConversationId != conversationId)
        {
            throw new NotFoundException("action", actionId.ToString(), profile.Tenant);
        }

        BusinessContent content = await contents.CurrentAsync(cancellationToken);
        if (!confirmed)
        {
            StoredAction declined = await actions.DeclineAsync(profile.Tenant, actionId, cancellationToken);
            changed(declined, View(declined, content));
            return View(declined, content);
        }

        (action, bool taken) = await actions.TakeAsync(profile.Tenant, actionId, cancellationToken);
        if (!taken)
        {
            return View(action, content);
        }

        changed(action, View(action, content));
        return await Task.Run(() => RunAsync(action, content, changed), CancellationToken.None).WaitAsync(cancellationToken);
    }

    private async Task<ActionView> RunAsync(StoredAction action, BusinessContent content, Action<StoredAction, ActionView> changed)
    {
        bool done = false;
        string result;
        try
        {
            result = await InvokeAsync(action, content);
            done = true;
        }
        catch (ActionFailedException error)
        {
            result = error.Message;
        }
#pragma warning disable CA1031 // The edge of a job: whatever went wrong, the action must be seen to have failed.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailed(error, action.Id);
            result = "This could not be done.";
        }

        StoredAction ended = await actions.EndAsync(profile.Tenant, action.Id, done, result, CancellationToken.None);
        ActionView view = View(ended, content);
        changed(ended, view);
        return view;
    }

    private async Task<string> InvokeAsync(StoredAction action, BusinessContent content)
    {
        JsonObject stored = (JsonObject)JsonNode.Parse(action.Arguments)!;
        // A webhook that refuses is an outcome: an exception within a function is an error in the kernel's log.
        ActionFailedException? failure = null;
        KernelPlugin plugin = ActionPlugin.Of(content.Actions, async (declared, _, stop) =>
        {
            for (int tries = declared.Idempotent ? 2 : 1; ; tries--)
            {
                try
                {
                    return await webhook.CallAsync(
                        profile.Tenant, declared, stored, action.IdempotencyKey, content.PrivateWebhooks, stop);
                }
                catch (ActionFailedException error) when (error.MayTryAgain && tries > 1)
                {
                    LogAgain(action.Id);
                }
                catch (ActionFailedException error)
                {
                    failure = error;
                    return "";
                }
            }
        });
        if (!plugin.TryGetFunction(action.Name, out KernelFunction? function))
        {
            throw new ActionFailedException("This is not offered any more.", mayTryAgain: false);
        }

        KernelArguments arguments = new(stored.ToDictionary(pair => pair.Key, pair => (object?)pair.Value));
        FunctionResult result = await function.InvokeAsync(kernel, arguments, CancellationToken.None);
        return failure is null ? result.GetValue<string>() ?? "" : throw failure;
    }

    private static IReadOnlyList<ActionView> Views(IReadOnlyList<StoredAction> found, BusinessContent content) =>
        [.. found.Select(action => View(action, content))];

    private static ActionView View(StoredAction action, BusinessContent content)
    {
        ActionDeclaration? declared = content.Actions.FirstOrDefault(one => one.Name == action.Name);
        JsonObject arguments = (JsonObject)JsonNode.Parse(action.Arguments)!;
        return new(
            action.Id,
            action.MessageId,
            action.Name,
            declared?.Title ?? action.Name,
            [.. arguments.Select(pair => new ActionField(declared?.LabelOf(pair.Key) ?? pair.Key, ActionProposal.TextOf(pair.Value)))],
            action.State.ToString().ToLowerInvariant(),
            action.Result);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Action {ActionId} failed")]
    private partial void LogFailed(Exception error, Guid actionId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The webhook of action {ActionId} failed and is called again")]
    private partial void LogAgain(Guid actionId);
}
