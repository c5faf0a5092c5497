using AssistantLoop.App.Settings;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Experiments;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Experiments;

namespace AssistantLoop.App.Composition;

/// <summary>Looks every few seconds at the open experiment and at the newest promotion, and once a day at old versions.</summary>
public sealed partial class VersionWatchService(
    ExperimentWatch experiments,
    PromotionGuard guard,
    AdapterRetention retention,
    BusinessProfile profile,
    AppSettings settings,
    TimeProvider time,
    ILogger<VersionWatchService> logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_retention = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset nextRetention = time.GetUtcNow();
        using PeriodicTimer timer = new(s_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await experiments.CheckAsync(profile.Tenant, stoppingToken) is { } ended)
                {
                    LogEnded(ended.Number, ended.Outcome, ended.Reason);
                }

                if (settings.PromotionWatch > TimeSpan.Zero
                    && await guard.CheckAsync(profile.Tenant, stoppingToken) is { } serving)
                {
                    LogRolledBack(serving.Number, serving.Reason);
                }

                if (time.GetUtcNow() >= nextRetention)
                {
                    nextRetention = time.GetUtcNow() + s_retention;
                    int removed = (await retention.ApplyAsync("retention", stoppingToken)).Count;
                    LogRemoved(removed);
                }
            }
            catch (StorageException error)
            {
                // A full disk or a busy database must not end the chat; the next look may go well.
                LogNotChecked(error.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Experiment {Number} ended ({Outcome}): {Reason}")]
    private partial void LogEnded(int number, ExperimentOutcome? outcome, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Version {Number} serves again: {Reason}")]
    private partial void LogRolledBack(int number, string? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed the adapters of {Count} old versions")]
    private partial void LogRemoved(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The versions were not looked at: {Problem}")]
    private partial void LogNotChecked(string problem);
}
