using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.App.Api;

/// <summary>The before/after report of a run, as it was kept when the run ended.</summary>
public static class ReportApi
{
    /// <summary>The report has styles of its own and nothing else: whatever else stood in it would not run or load.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";

    /// <summary>Maps /api/runs/{id}/report: ?format=html (default), md or json; ?download gives it as a file.</summary>
    public static void MapReports(this IEndpointRouteBuilder routes) => routes.MapGet("/api/runs/{id:guid}/report", SendAsync);

    private static async Task<IResult> SendAsync(
        Guid id,
        string? format,
        HttpContext context,
        RunStore runs,
        DataSetStore dataSets,
        IArtefactStore artefacts,
        BusinessProfile profile,
        CancellationToken cancellationToken)
    {
        (string file, string type) = format switch
        {
            null or "html" => (RunReport.Html, "text/html; charset=utf-8"),
            "md" => (RunReport.Markdown, "text/markdown; charset=utf-8"),
            "json" => (RunReport.Json, "application/json"),
            _ => throw new ChatProblemException("failed", $"format must be html, md or json; given: {format}"),
        };
        Run run = await runs.FindAsync(profile.Tenant, id, cancellationToken)
            ?? throw new NotFoundException("run", id.ToString(), profile.Tenant);
        string? hash = run.Result is null ? null : RunResult.Read(run.Result).ReportHash;

        // A report shows examples of what was trained on; they go with the data set.
        bool erased = run.DataSetHash is { } data && await dataSets.IsErasedAsync(profile.Tenant, data, cancellationToken);
        if (string.IsNullOrEmpty(hash) || erased)
        {
            throw new NotFoundException("report of run", id.ToString(), profile.Tenant);
        }

        string path = Path.Combine(await artefacts.OpenAsync(hash, cancellationToken), file);
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.CacheControl = "no-store";
        return Results.File(path, type, context.Request.Query.ContainsKey("download") ? NameOf(run, file) : null);
    }

    private static string NameOf(Run run, string file) => FormattableString.Invariant($"{run.CreatedAt:yyyy-MM-dd}-{run.Id:N}-{file}");
}
