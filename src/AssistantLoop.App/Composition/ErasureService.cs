using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Erasure;
using AssistantLoop.Storage;

namespace AssistantLoop.App.Composition;

/// <summary>Finishes, at the start and every few minutes, what an erasure that was cut off has left to do.</summary>
public sealed partial class ErasureService(
    ErasureFinish finish, BusinessProfile profile, TimeProvider time, ILogger<ErasureService> logger) : BackgroundService
{
    private const string By = "system";
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(s_interval, time);
        do
        {
            try
            {
                await finish.RetireAsync(profile.Tenant, By, stoppingToken);
                await finish.RemoveTracesAsync(By, stoppingToken);
            }
            catch (Exception error) when (error is StorageException or IOException or UnauthorizedAccessException)
            {
                LogNotFinished(error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not finish an erasure: {Problem}")]
    private partial void LogNotFinished(string problem);
}
