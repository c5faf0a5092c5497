using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Triggers;
using AssistantLoop.Storage;

namespace AssistantLoop.App.Composition;

/// <summary>Looks every few seconds whether enough new corrections are there to train, or whether it is time to.</summary>
public sealed partial class LearningTriggerService(
    TrainingTrigger trigger,
    BusinessProfile profile,
    AppSettings settings,
    TimeProvider time,
    ILogger<LearningTriggerService> logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TrainingSchedule? schedule = settings.TrainSchedule is { } cron ? TrainingSchedule.Parse(cron, time.LocalTimeZone) : null;
        DateTimeOffset lastLook = time.GetUtcNow();
        using PeriodicTimer timer = new(s_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await trigger.CheckAsync(profile.Tenant, settings.TrainAfter, stoppingToken) is { } run)
                {
                    LogQueued(run.Id, run.Reason);
                }

                DateTimeOffset now = time.GetUtcNow();
                if (schedule?.IsDue(lastLook, now) == true
                    && await trigger.RequestIfNewAsync(profile.Tenant, "scheduled", stoppingToken) is { } scheduled)
                {
                    LogQueued(scheduled.Id, scheduled.Reason);
                }

                lastLook = now;
            }
            catch (StorageException error)
            {
                // A full disk or a busy database must not end the chat; the next look may go well.
                LogNotChecked(error.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Queued training run {RunId}: {Reason}")]
    private partial void LogQueued(Guid runId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not look for new corrections: {Problem}")]
    private partial void LogNotChecked(string problem);
}
