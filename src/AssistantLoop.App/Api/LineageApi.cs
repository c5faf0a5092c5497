using System.Globalization;
using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>Lineage: the graph of versions, from a conversation to versions, from a version to conversations.</summary>
public static class LineageApi
{
    private const int MaxVersions = 500;
    private const int MaxRows = 200;

    /// <summary>Maps /api/lineage and the lineage of conversations and versions.</summary>
    public static void MapLineage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/lineage", async (LineageStore lineage, BusinessProfile profile, CancellationToken cancellationToken) =>
            LineageView.Of(await lineage.GraphAsync(profile.Tenant, MaxVersions, cancellationToken)));
        routes.MapGet("/api/conversations/{id:guid}/lineage", async (
            Guid id, LineageStore lineage, BusinessProfile profile, CancellationToken cancellationToken) =>
            await lineage.OfConversationAsync(profile.Tenant, id, cancellationToken));
        routes.MapGet("/api/versions/{number:int}/conversations", ConversationsAsync);
    }

    private static async Task<ConversationPage> ConversationsAsync(
        int number,
        string? kind,
        Guid? before,
        int? limit,
        LineageStore lineage,
        VersionStore versions,
        BusinessProfile profile,
        CancellationToken cancellationToken)
    {
        AssistantVersion version = await versions.FindByNumberAsync(profile.Tenant, number, cancellationToken)
            ?? throw new NotFoundException("version", number.ToString(CultureInfo.InvariantCulture), profile.Tenant);
        int rows = Math.Clamp(limit ?? 50, 1, MaxRows);
        IReadOnlyList<LineageConversation> page = kind switch
        {
            null or "answered" => await lineage.AnsweredAsync(profile.Tenant, version.Id, before, rows, cancellationToken),
            "trained" => await lineage.TrainedOnAsync(profile.Tenant, version.Id, before, rows, cancellationToken),
            _ => throw new ChatProblemException("failed", $"kind must be answered or trained; given: {kind}"),
        };
        return new(page, page.Count == rows ? page[^1].Id : null);
    }

    /// <summary>A page; the next one is asked for with its last conversation as before.</summary>
    private sealed record ConversationPage(IReadOnlyList<LineageConversation> Conversations, Guid? Next);
}
