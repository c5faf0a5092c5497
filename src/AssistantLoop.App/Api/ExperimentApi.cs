using System.Globalization;
using System.Security.Claims;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Api.Lists;
using AssistantLoop.App.Security;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Experiments;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Experiments;
using AssistantLoop.Storage.Lists;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>Experiments: try a version on a share of the visitors, read what it says, stop it.</summary>
public static class ExperimentApi
{
    /// <summary>Maps /api/experiments.</summary>
    public static void MapExperiments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/experiments", async (
            string? state,
            [AsParameters] ListParameters list,
            ExperimentList experiments,
            VersionStore versions,
            BusinessProfile profile,
            CancellationToken cancellationToken) =>
        {
            bool? open = state switch
            {
                null or "" => null,
                "open" => true,
                "ended" => false,
                _ => throw new ChatProblemException("failed", $"state must be open or ended; given: {state}"),
            };
            ListPage<Experiment> page = await experiments.ReadAsync(profile.Tenant, open, list.Read(), cancellationToken);
            List<ExperimentView> views = [];
            foreach (Experiment experiment in page.Items)
            {
                views.Add(await ExperimentView.OfAsync(experiment, versions, profile.Tenant, reading: null, cancellationToken));
            }

            return new ListPage<ExperimentView>(views, page.Total, page.Page, page.PageSize);
        });
        routes.MapGet("/api/experiments/{number:int}", async (
            int number,
            ExperimentStore experiments,
            ExperimentWatch watch,
            VersionStore versions,
            BusinessProfile profile,
            CancellationToken cancellationToken) =>
        {
            Experiment found = await FindAsync(experiments, profile.Tenant, number, cancellationToken);
            return await ExperimentView.OfAsync(
                found, versions, profile.Tenant, await watch.ReadAsync(profile.Tenant, found, cancellationToken), cancellationToken);
        });
        routes.MapPost("/api/experiments", StartAsync);
        routes.MapPost("/api/experiments/{number:int}/stop", async (
            int number,
            StopRequest? request,
            ClaimsPrincipal caller,
            ExperimentStore experiments,
            ExperimentWatch watch,
            VersionStore versions,
            BusinessProfile profile,
            CancellationToken cancellationToken) =>
        {
            Experiment found = await FindAsync(experiments, profile.Tenant, number, cancellationToken);
            ExperimentReading? reading = await watch.ReadAsync(profile.Tenant, found, cancellationToken);
            Experiment ended = await experiments.EndAsync(
                profile.Tenant, found.Id, caller.Actor, ExperimentOutcome.Stopped, request?.Reason ?? "stopped by hand", reading?.Write(),
                cancellationToken);
            return await ExperimentView.OfAsync(ended, versions, profile.Tenant, reading, cancellationToken);
        });
    }

    /// <summary>The experiment of a number.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    internal static async Task<Experiment> FindAsync(
        ExperimentStore experiments, string tenant, int number, CancellationToken cancellationToken) =>
        await experiments.FindByNumberAsync(tenant, number, cancellationToken)
            ?? throw new NotFoundException("experiment", number.ToString(CultureInfo.InvariantCulture), tenant);

    private static async Task<IResult> StartAsync(
        StartRequest request,
        ClaimsPrincipal caller,
        VersionSwitch versionSwitch,
        VersionStore versions,
        BusinessProfile profile,
        CancellationToken cancellationToken)
    {
        int number = request.Version ?? throw new ChatProblemException("failed", "version must be the number of a version.");
        AssistantVersion version = await versions.FindByNumberAsync(profile.Tenant, number, cancellationToken)
            ?? throw new NotFoundException("version", number.ToString(CultureInfo.InvariantCulture), profile.Tenant);
        Experiment started = await versionSwitch.StartExperimentAsync(
            version.Id, request.Share ?? throw new ChatProblemException("failed", "share must be given, in percent."),
            request.Name, request.PromoteWhenBetter ?? false, caller.Actor, cancellationToken);
        return Results.Created(
            $"/api/experiments/{started.Number}",
            await ExperimentView.OfAsync(started, versions, profile.Tenant, reading: null, cancellationToken));
    }

    private sealed record StartRequest(int? Version, double? Share, string? Name, bool? PromoteWhenBetter);

    private sealed record StopRequest(string? Reason);
}
