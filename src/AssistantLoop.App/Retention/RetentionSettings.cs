using AssistantLoop.App.Answers;

namespace AssistantLoop.App.Retention;

/// <summary>How long a business keeps what visitors wrote; documents and uploads are not touched.</summary>
public sealed record RetentionSettings
{
    private const int MostDays = 36_500;

    /// <summary>Days that a conversation is kept after it was last active; null: for good.</summary>
    public int? ConversationDays { get; init; }

    /// <summary>Refuses what makes no sense.</summary>
    /// <exception cref="ChatProblemException">The days are out of range.</exception>
    public RetentionSettings Checked() => ConversationDays is < 1 or > MostDays
        ? throw new ChatProblemException("failed", $"conversationDays must be 1 to {MostDays}, or null to keep them for good; given: {ConversationDays}")
        : this;
}
