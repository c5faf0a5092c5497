namespace AssistantLoop.App.Answers;

/// <summary>A message or request that a visitor sent and that cannot be served; told as a typed error, the socket lives.</summary>
/// <param name="code">What is wrong, for programs: message_empty, message_too_long, message_not_text, unknown_conversation, unknown_message, not_last, conflict, busy,
/// unavailable, rate_limited, quota, identity_required, identity_expired, identity_invalid, failed.</param>
/// <param name="detail">What is wrong and what to do, for people.</param>
/// <param name="retryAfterSeconds">With busy, rate_limited and quota: when to try again.</param>
public sealed class ChatProblemException(string code, string detail, int? retryAfterSeconds = null) : Exception(detail)
{
    /// <summary>What is wrong, for programs.</summary>
    public string Code { get; } = code;

    /// <summary>With busy, rate_limited and quota: when to try again.</summary>
    public int? RetryAfterSeconds { get; } = retryAfterSeconds;
}
