using AssistantLoop.App.Composition;
using AssistantLoop.App.Tenancy;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Storage.Workers;

namespace AssistantLoop.App.Workers;

/// <summary>The worker process's loop: it says that it lives, and works on the runs that it finds, a run of each business in turn.</summary>
public sealed partial class WorkerService(
    Tenants tenants, WorkerStore workers, TimeProvider time, ILogger<WorkerService> logger) : BackgroundService
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(5);

    /// <summary>This process's name among the workers.</summary>
    public static string Id { get; } = $"worker@{Environment.MachineName}:{Environment.ProcessId}";

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(BeatAsync(stoppingToken), WorkAsync(stoppingToken));

    private async Task BeatAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await workers.BeatAsync(Id, Environment.MachineName, Environment.ProcessId, stoppingToken);
                await Task.Delay(s_beat, time, stoppingToken);
            }
        }
        finally
        {
            await workers.RemoveAsync(Id, CancellationToken.None);
        }
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        RunWorker[] workers = [.. tenants.All.Select(tenant => WorkerHost.NewWorker(tenant.Services))];
        while (true)
        {
            bool worked = false;
            foreach (RunWorker worker in workers)
            {
                if (await worker.WorkOnceAsync(stoppingToken) is { } run)
                {
                    worked = true;
                    LogEnded(run.Id);
                }
            }

            if (!worked)
            {
                await Task.Delay(s_poll, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Worked on run {RunId} to its end")]
    private partial void LogEnded(Guid runId);
}
