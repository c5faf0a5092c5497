using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Files;
using AssistantLoop.Chat.Generators;
using AssistantLoop.Inference.Embeddings;
using AssistantLoop.Retrieval.Index.Qdrant;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Lists;
using Microsoft.AspNetCore.Diagnostics;

namespace AssistantLoop.App.Api;

/// <summary>Turns expected refusals into problem details with the right status; anything else stays a logged 500.</summary>
public sealed class ProblemMapping(IProblemDetailsService problems) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        (int status, string title)? known = exception switch
        {
            NotFoundException => (StatusCodes.Status404NotFound, "Not found"),
            ConflictException => (StatusCodes.Status409Conflict, "Conflict"),
            ChatProblemException { Code: "busy" } => (StatusCodes.Status429TooManyRequests, "Busy"),
            ChatProblemException { Code: "unavailable" } => (StatusCodes.Status503ServiceUnavailable, "Generator unavailable"),
            ChatProblemException { Code: "rate_limited" } => (StatusCodes.Status429TooManyRequests, "Too many questions"),
            ChatProblemException { Code: "quota" } => (StatusCodes.Status429TooManyRequests, "Quota used up"),
            ChatProblemException { Code: "forbidden" } => (StatusCodes.Status403Forbidden, "Not allowed"),
            ChatProblemException { Code: "message_too_long" } => (StatusCodes.Status413PayloadTooLarge, "Too long"),
            ChatProblemException { Code: "unknown_message" or "unknown_conversation" } => (StatusCodes.Status404NotFound, "Not found"),
            ChatProblemException => (StatusCodes.Status400BadRequest, "Bad request"),
            PassageIndexException => (StatusCodes.Status503ServiceUnavailable, "Index unavailable"),
            EmbedderBusyException => (StatusCodes.Status429TooManyRequests, "Busy"),
            UnknownSortException => (StatusCodes.Status400BadRequest, "Bad request"),
            GeneratorUnavailableException => (StatusCodes.Status503ServiceUnavailable, "Generator unavailable"),
            ContentFileException => (StatusCodes.Status400BadRequest, "Bad request"),
            BadHttpRequestException bad => (bad.StatusCode, "Bad request"),
            _ => null,
        };
        if (known is not { } problem)
        {
            return false;
        }

        if (exception is ChatProblemException { RetryAfterSeconds: { } seconds })
        {
            httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        httpContext.Response.StatusCode = problem.status;
        return await problems.TryWriteAsync(new()
        {
            HttpContext = httpContext,
            Exception = exception,
            ProblemDetails = { Status = problem.status, Title = problem.title, Detail = exception.Message },
        });
    }
}
