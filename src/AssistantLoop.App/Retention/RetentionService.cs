using AssistantLoop.Chat.Business;
using AssistantLoop.Storage;

namespace AssistantLoop.App.Retention;

/// <summary>Applies the business's retention at the start and once a day.</summary>
public sealed partial class RetentionService(
    RetentionRun run, BusinessProfile profile, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(s_interval, time);
        do
        {
            try
            {
                if (await run.ApplyAsync(profile.Tenant, stoppingToken) is > 0 and int removed)
                {
                    LogRemoved(removed);
                }
            }
            catch (StorageException error)
            {
                // A full disk or a busy database must not end the chat; the next look may go well.
                LogNotApplied(error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} conversations that were kept long enough")]
    private partial void LogRemoved(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retention was not applied: {Problem}")]
    private partial void LogNotApplied(string problem);
}
