namespace AssistantLoop.Models.Interchange;

/// <summary>One message; <c>Role</c> is system, user, assistant or tool.</summary>
public sealed record SampleMessage(string Role, string Content)
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";
    public const string Tool = "tool";

    /// <summary>On assistant messages alone: 0 keeps the message out of the loss, 1 or null keeps it in.</summary>
    public int? Weight { get; init; }
}
