using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Drift;
using AssistantLoop.Learning.Triggers;
using AssistantLoop.Storage;

namespace AssistantLoop.App.Composition;

/// <summary>Measures drift every hour; a level that changes is kept, logged and, where the settings say so, trained on.</summary>
public sealed partial class DriftService(
    DriftWatch drift,
    TrainingTrigger trigger,
    BusinessProfile profile,
    AppSettings settings,
    TimeProvider time,
    ILogger<DriftService> logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(s_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await drift.CheckAsync(profile.Tenant, DriftSpan.Default, stoppingToken) is not { } report)
                {
                    continue;
                }

                string signs = string.Join(
                    ", ", report.Signs.Where(sign => sign.Level != DriftReport.None).Select(sign => sign.Name));
                LogChanged(report.Level, signs);
                if (settings.TrainOnDrift && report.Level == DriftReport.Alert)
                {
                    await trigger.RequestIfNewAsync(profile.Tenant, $"drift: {signs}", stoppingToken);
                }
            }
            catch (StorageException error)
            {
                // A full disk or a busy database must not end the chat; the next look may go well.
                LogNotMeasured(error.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Drift is now at level {Level}: {Signs}")]
    private partial void LogChanged(string level, string signs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Drift was not measured: {Problem}")]
    private partial void LogNotMeasured(string problem);
}
