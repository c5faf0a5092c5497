using System.Text.Json;
using AssistantLoop.Learning.Conversations;

namespace AssistantLoop.App.Api;

/// <summary>A task, as agents and programs see it; see <see cref="ConversationTask"/> for each part.</summary>
public sealed record TaskView(
    Guid ConversationId,
    Guid? MessageId,
    int Turn,
    IReadOnlyList<TaskTurn> Context,
    string Question,
    string? Answer,
    bool NewTopic,
    int? Repeats,
    string Outcome,
    IReadOnlyList<string> Evidence)
{
    /// <summary>The view of a task; outcomes are words such as re-asked.</summary>
    public static TaskView Of(ConversationTask task) => new(
        task.ConversationId,
        task.AnswerId,
        task.Turn,
        task.Context,
        task.Question,
        task.Answer,
        task.NewTopic,
        task.Repeats,
        JsonNamingPolicy.KebabCaseLower.ConvertName(task.Outcome.ToString()),
        task.Evidence);
}
