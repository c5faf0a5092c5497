using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Files;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Versions;
using AssistantLoop.Storage.Workers;

namespace AssistantLoop.App.Cli.Doctor;

/// <summary>The data folder, and the processes that work on it.</summary>
internal static class StateChecks
{
    private static readonly TimeSpan s_alive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<Finding>> AllAsync(AppSettings settings, CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        try
        {
            using Database database = await Database.OpenAsync(settings.Data, TimeProvider.System, cancellationToken);
            findings.Add(Finding.Ok("data folder", settings.Data));
            if (TenantOf(settings) is { } tenant)
            {
                findings.Add(await AuditAsync(database, tenant, cancellationToken));
                findings.Add(await VersionAsync(database, tenant, cancellationToken));
            }

            findings.Add(await WorkerAsync(database, cancellationToken));
        }
        catch (StorageException error)
        {
            findings.Add(Finding.Missing("data folder", error.Message, "set data to a folder that this user may write"));
        }

        findings.Add(await ServerAsync(settings, cancellationToken));
        return findings;
    }

    private static string? TenantOf(AppSettings settings)
    {
        try
        {
            return BusinessProfile.Load(settings.Business).Tenant;
        }
        catch (ContentFileException)
        {
            return null;
        }
    }

    private static async Task<Finding> AuditAsync(Database database, string tenant, CancellationToken cancellationToken) =>
        await new AuditLog(database).VerifyAsync(tenant, cancellationToken) is { } fault
            ? Finding.Missing("audit log", $"entry {fault.Sequence}: {fault.Problem}", "restore the data folder from a backup")
            : Finding.Ok("audit log", "the chain of hashes is whole");

    private static async Task<Finding> VersionAsync(Database database, string tenant, CancellationToken cancellationToken) =>
        await new VersionStore(database).ServingAsync(tenant, cancellationToken) is { } version
            ? Finding.Ok("version", $"{version.Number} serves")
            : Finding.Warning("version", "none serves yet", "the first start makes one");

    private static async Task<Finding> WorkerAsync(Database database, CancellationToken cancellationToken)
    {
        IReadOnlyList<WorkerHeartbeat> workers = await new WorkerStore(database).LiveAsync(s_alive, cancellationToken);
        return workers.Count > 0
            ? Finding.Ok("worker", string.Join(", ", workers.Select(worker => worker.Id)))
            : Finding.Warning("worker", "none lives", "./assistantloop up starts one; ./assistantloop worker is one");
    }

    private static async Task<Finding> ServerAsync(AppSettings settings, CancellationToken cancellationToken)
    {
        using HttpClient http = new() { Timeout = s_patience };
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri($"{settings.Url}/health/ready"), cancellationToken);
            return answer.IsSuccessStatusCode
                ? Finding.Ok("server", $"answers at {settings.Url}")
                : Finding.Warning(
                    "server", $"{settings.Url} answers with {(int)answer.StatusCode}", "look at its log, or choose another url");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return Finding.Warning("server", $"nothing answers at {settings.Url}", "./assistantloop up starts it");
        }
    }
}
