using System.Text.Json;
using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Generators;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Inference;
using AssistantLoop.Inference.Constraints;
using AssistantLoop.Inference.Embeddings;
using AssistantLoop.Retrieval.Index.Qdrant;

namespace AssistantLoop.App.OpenAi;

/// <summary>
/// Errors under /v1 in OpenAI's form: {"error": {"message", "type", "param", "code"}}. Refusals of the framework itself,
/// such as a missing key, get the same form.
/// </summary>
internal sealed partial class OpenAiErrors(RequestDelegate next, ILogger<OpenAiErrors> logger)
{
    /// <summary>Runs the request and answers what went wrong.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            OpenAiException known = Known(error);
            if (known.Status == StatusCodes.Status500InternalServerError)
            {
                LogFailed(error);
            }

            await WriteAsync(context, known);
            return;
        }

        if (!context.Response.HasStarted && context.Response.StatusCode is var status and >= 400)
        {
            await WriteAsync(context, status switch
            {
                401 => new(status, "invalid_api_key", "The API key is missing or not right: send it as \"Authorization: Bearer KEY\"."),
                403 => new(status, "insufficient_permissions", "The API key lacks the scope that this takes; ask an owner for one that has it."),
                429 => new(status, "rate_limit_exceeded", "Too many requests; try again in a few seconds."),
                404 => new(status, "unknown_url", $"{context.Request.Method} {context.Request.Path} is not served here."),
                405 => new(status, "method_not_supported", $"{context.Request.Path} does not take {context.Request.Method}."),
                _ => new(status, "refused", "The request was refused."),
            });
        }
    }

    /// <summary>The error's body.</summary>
    public static string Body(OpenAiException error) => JsonSerializer.Serialize(new
    {
        error = new { message = error.Message, type = TypeOf(error.Status), param = error.Param, code = error.Code },
    });

    /// <summary>What an exception is to a client.</summary>
    public static OpenAiException Known(Exception error) => error switch
    {
        OpenAiException known => known,
        MessageTooLongException or PromptTooLongException =>
            new(StatusCodes.Status400BadRequest, "context_length_exceeded", error.Message, "messages"),
        JsonSchemaException => new(StatusCodes.Status400BadRequest, "invalid_json_schema", error.Message, "response_format"),
        ChatProblemException { Code: "rate_limited" or "quota" } limited =>
            new(StatusCodes.Status429TooManyRequests, limited.Code == "quota" ? "insufficient_quota" : "rate_limit_exceeded", limited.Message)
            {
                RetryAfterSeconds = limited.RetryAfterSeconds,
            },
        ChatProblemException problem => new(StatusCodes.Status400BadRequest, problem.Code, problem.Message, "messages"),
        PassageIndexException => new(StatusCodes.Status503ServiceUnavailable, "index_unavailable", error.Message),
        GeneratorUnavailableException => new(StatusCodes.Status503ServiceUnavailable, "generator_unavailable", error.Message),
        EngineOverloadedException or EmbedderBusyException =>
            new(StatusCodes.Status429TooManyRequests, "rate_limit_exceeded", "Too many requests run at the moment; try again in a few seconds."),
        OperationCanceledException =>
            new(StatusCodes.Status504GatewayTimeout, "timeout", "The answer took too long and was stopped."),
        JsonException or BadHttpRequestException =>
            new(StatusCodes.Status400BadRequest, "invalid_json", $"The body is not the JSON that is expected: {error.Message}"),
        _ => new(StatusCodes.Status500InternalServerError, "server_error", "The server failed; its log says why."),
    };

    private static async Task WriteAsync(HttpContext context, OpenAiException error)
    {
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = "application/json";
        if (error.Status == StatusCodes.Status429TooManyRequests && context.Response.Headers.RetryAfter.Count == 0)
        {
            context.Response.Headers.RetryAfter = (error.RetryAfterSeconds ?? 5).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        await context.Response.WriteAsync(Body(error), context.RequestAborted);
    }

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "a request of the OpenAI-compatible API failed")]
    private partial void LogFailed(Exception error);
}
