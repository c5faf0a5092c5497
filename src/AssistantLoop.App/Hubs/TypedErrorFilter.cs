using System.Runtime.CompilerServices;
using System.Text.Json;
using AssistantLoop.App.Answers;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Conversations;
using Microsoft.AspNetCore.SignalR;

namespace AssistantLoop.App.Hubs;

/// <summary>
/// Turns expected refusals into hub errors whose message is an <see cref="ErrorView"/> as JSON, and logs what was not
/// expected; SignalR's own log, which would hold every refusal as a failure, is off.
/// </summary>
public sealed partial class TypedErrorFilter(ILogger<TypedErrorFilter> logger) : IHubFilter
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            object? result = await next(invocationContext);
            if (result is not IAsyncEnumerable<AnswerEvent> stream)
            {
                return result;
            }

            OpenStreams open = OpenStreams.Of(invocationContext.Context);
            open.Enter();
            return Typed(stream, open, invocationContext.Context.ConnectionAborted);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw Told(error);
        }
    }

    /// <inheritdoc/>
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw Told(error);
        }
    }

    private async IAsyncEnumerable<AnswerEvent> Typed(
        IAsyncEnumerable<AnswerEvent> stream, OpenStreams open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using IDisposable leave = open;
        await using IAsyncEnumerator<AnswerEvent> steps = stream.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await steps.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                throw Told(error);
            }

            yield return steps.Current;
        }
    }

    private static ErrorView? ViewOf(Exception error) => error switch
    {
        ChatProblemException problem => new(problem.Code, problem.Message, problem.RetryAfterSeconds),
        NotFoundException { Kind: "conversation" } => new(
            "unknown_conversation", "There is no such conversation. Reload the page to begin a new one."),
        NotLastMessageException => new("not_last", error.Message),
        ConflictException => new("conflict", error.Message),
        NotFoundException { Kind: "action" } => new("unknown_action", "There is no such action."),
        NotFoundException => new("unknown_message", "There is no such message."),
        _ => null,
    };

    private HubException Told(Exception error)
    {
        if (ViewOf(error) is not { } view)
        {
            LogUnexpected(error);
            view = new("failed", "The server failed. Please try again.");
        }

        return new(JsonSerializer.Serialize(view, s_json));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A call on a socket failed")]
    private partial void LogUnexpected(Exception error);
}
