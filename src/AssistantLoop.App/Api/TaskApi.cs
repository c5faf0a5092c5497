using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Conversations;

namespace AssistantLoop.App.Api;

/// <summary>Conversations broken down into tasks, for review.</summary>
public static class TaskApi
{
    private const int MaxConversations = 200;

    /// <summary>Maps /api/tasks: ?source=chats (default) or imports, ?limit= conversations a page, ?from= of the page before.</summary>
    public static void MapTasks(this IEndpointRouteBuilder routes) => routes.MapGet("/api/tasks", async (
        TaskReader tasks, BusinessProfile profile, string? source, Guid? from, int? limit, CancellationToken cancellationToken) =>
    {
        int conversations = Math.Clamp(limit ?? 50, 1, MaxConversations);
        TaskPage page = source switch
        {
            null or "chats" => await tasks.ReadAsync(profile.Tenant, from, conversations, cancellationToken),
            "imports" => await tasks.ReadImportedAsync(profile.Tenant, from, conversations, cancellationToken),
            _ => throw new BadHttpRequestException($"source must be chats or imports; given: {source}"),
        };
        return new { Tasks = page.Tasks.Select(TaskView.Of), page.Next };
    });
}
