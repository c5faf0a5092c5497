using System.Text.Json;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Storage.Usage;

namespace AssistantLoop.App.OpenAi;

/// <summary>
/// POST /v1/chat/completions: the assistant with its documents, style and rules, for any client that speaks OpenAI's API.
/// Nothing is stored and nothing is learnt from it. A client that goes away stops its answer.
/// </summary>
internal sealed class ChatCompletions(ModelNames models, ChatTurn turn, BusinessProfile profile, UsageStore used, TimeProvider time)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(CompletionRequest request, HttpContext context)
    {
        using CancellationTokenSource limit = new(s_limit, time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, limit.Token);
        CompletionRequest.RequestFunction? call = RequestReader.Call(request);
        RoutedVersion version = await models.RouteAsync(request.Model, stop.Token);
        TurnRequest asked = new(profile, version, RequestReader.Turns(request))
        {
            Rules = RequestReader.Rules(request),
            Language = RequestReader.Said(request, "language"),
            Channel = RequestReader.Said(request, "channel"),
            Options = RequestReader.Options(request, call),
        };
        DateTimeOffset now = time.GetUtcNow();
        CompletionView view = new($"chatcmpl-{Guid.CreateVersion7(now):N}", now, request.Model!, version, call?.Name, RequestReader.Offered(request));
        IAsyncEnumerable<TurnEvent> events = turn.RunAsync(asked, stop.Token);
        events = CountedAsync(events, version.Id);
        await (request.Stream == true
            ? StreamAsync(events, view, request.StreamOptions?.IncludeUsage == true, context, stop.Token)
            : WholeAsync(events, view, context, stop.Token));
    }

    // What was answered counts whether the client still listens or not.
    private async IAsyncEnumerable<TurnEvent> CountedAsync(IAsyncEnumerable<TurnEvent> events, Guid version)
    {
        await foreach (TurnEvent happened in events)
        {
            if (happened is TurnCompleted { Usage: var took })
            {
                await used.AddAsync(
                    profile.Tenant, version, new((int)(took?.InputTokenCount ?? 0), (int)(took?.OutputTokenCount ?? 0)), CancellationToken.None);
            }

            yield return happened;
        }
    }

    private static async Task WholeAsync(
        IAsyncEnumerable<TurnEvent> events, CompletionView view, HttpContext context, CancellationToken cancellationToken)
    {
        TurnCompleted? answer = null;
        await foreach (TurnEvent happened in events)
        {
            answer = happened as TurnCompleted ?? answer;
        }

        await context.Response.WriteAsJsonAsync(view.Whole(answer!), CompletionView.Json, cancellationToken);
    }

    // The answer's first piece is waited for before anything is sent, so that a refusal still has its status.
    private static async Task StreamAsync(
        IAsyncEnumerable<TurnEvent> events, CompletionView view, bool usage, HttpContext context, CancellationToken cancellationToken)
    {
        bool begun = false;
        try
        {
            await foreach (TurnEvent happened in events)
            {
                if (happened is TurnStarted)
                {
                    continue;
                }

                if (!begun)
                {
                    begun = true;
                    context.Response.ContentType = "text/event-stream";
                    context.Response.Headers.CacheControl = "no-cache";
                    await SendAsync(context, view.First(), cancellationToken);
                }

                if (happened is TurnText piece)
                {
                    await SendAsync(context, view.Piece(piece), cancellationToken);
                }
                else if (happened is TurnCompleted answer)
                {
                    await SendAsync(context, view.Last(answer), cancellationToken);
                    if (usage)
                    {
                        await SendAsync(context, view.UsageChunk(answer), cancellationToken);
                    }
                }
            }

            await SendLineAsync(context, "[DONE]", cancellationToken);
        }
        catch (Exception error) when (begun && !context.RequestAborted.IsCancellationRequested)
        {
            // The status is sent already: clients read an error from the stream.
            await SendLineAsync(context, OpenAiErrors.Body(OpenAiErrors.Known(error)), context.RequestAborted);
        }
    }

    private static Task SendAsync(HttpContext context, object chunk, CancellationToken cancellationToken) =>
        SendLineAsync(context, JsonSerializer.Serialize(chunk, CompletionView.Json), cancellationToken);

    private static async Task SendLineAsync(HttpContext context, string data, CancellationToken cancellationToken)
    {
        await context.Response.WriteAsync($"data: {data}\n\n", cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }
}
