using System.Security.Claims;
using System.Text.Json;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Erasure;
using AssistantLoop.Storage.Erasure;

namespace AssistantLoop.App.Api;

/// <summary>Erasing visitors, and what was erased.</summary>
public static class ErasureApi
{
    private const int MaxRows = 200;

    /// <summary>Maps /api/visitors/{id}/erase and /api/erasures.</summary>
    public static void MapErasure(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/visitors/{id}/erase", async (
            string id, EraseRequest request, ClaimsPrincipal caller, VisitorErasure erasure, BusinessProfile profile, CancellationToken cancellationToken) =>
        {
            ErasurePolicy policy = ErasureView.Parse(request.Policy ?? "retire")
                ?? throw new ChatProblemException("failed", $"policy must be retire, retrain or list; given: {request.Policy}");
            return ErasureView.Of(await erasure.RunAsync(
                profile.Tenant, VisitorId.OfNamed(id), policy, caller.Actor, request.DryRun ?? false, cancellationToken));
        });
        routes.MapGet("/api/erasures", async (
            ErasureStore erasures, BusinessProfile profile, int? limit, CancellationToken cancellationToken) => new
            {
                Erasures = (await erasures.ListAsync(profile.Tenant, Math.Clamp(limit ?? 50, 1, MaxRows), cancellationToken))
                    .Select(erasure => new
                    {
                        erasure.Id,
                        Visitor = erasure.VisitorHash,
                        Policy = ErasureView.Word(erasure.Policy),
                        erasure.RequestedBy,
                        erasure.ErasedAt,
                        Removed = JsonSerializer.Deserialize<ErasureCounts>(erasure.Counts),
                        erasure.ScrubbedAt,
                    }),
                MarkedVersions = (await erasures.MarkedVersionsAsync(profile.Tenant, cancellationToken))
                    .Select(version => version.Number),
            });
    }

    private sealed record EraseRequest(string? Policy, bool? DryRun);
}
