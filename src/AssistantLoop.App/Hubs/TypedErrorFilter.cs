using System.Text.Json;
using AssistantLoop.App.Answers;
using AssistantLoop.Storage;
using Microsoft.AspNetCore.SignalR;

namespace AssistantLoop.App.Hubs;

/// <summary>Turns expected refusals into hub errors whose message is an <see cref="ErrorView"/> as JSON.</summary>
public sealed class TypedErrorFilter : IHubFilter
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            object? result = await next(invocationContext);
            return result is IAsyncEnumerable<AnswerEvent> stream ? Typed(stream) : result;
        }
        catch (Exception error) when (ViewOf(error) is { } view)
        {
            throw Wrap(view);
        }
    }

    private static async IAsyncEnumerable<AnswerEvent> Typed(IAsyncEnumerable<AnswerEvent> stream)
    {
        await using IAsyncEnumerator<AnswerEvent> steps = stream.GetAsyncEnumerator();
        while (true)
        {
            try
            {
                if (!await steps.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception error) when (ViewOf(error) is { } view)
            {
                throw Wrap(view);
            }

            yield return steps.Current;
        }
    }

    private static ErrorView? ViewOf(Exception error) => error switch
    {
        ChatProblemException problem => new(problem.Code, problem.Message, problem.RetryAfterSeconds),
        NotFoundException missing => new("unknown_" + missing.Kind, "There is no such message or conversation."),
        _ => null,
    };

    private static HubException Wrap(ErrorView view) => new(JsonSerializer.Serialize(view, s_json));
}
