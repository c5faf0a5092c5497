namespace AssistantLoop.App.OpenAi;

/// <summary>A request of the OpenAI-compatible API that cannot be served, as its clients know such errors.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">What a program tells it by, such as "model_not_found".</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="param">The field at fault; null where none is.</param>
public sealed class OpenAiException(int status, string code, string message, string? param = null) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>What a program tells it by.</summary>
    public string Code => code;

    /// <summary>The field at fault.</summary>
    public string? Param => param;

    /// <summary>When to try again, with a status of 429.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>A field whose value cannot be taken.</summary>
    public static OpenAiException Invalid(string param, string message) =>
        new(StatusCodes.Status400BadRequest, "invalid_value", $"{param} {message}", param);
}
