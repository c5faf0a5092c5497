using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Triage;
using AssistantLoop.Storage;

namespace AssistantLoop.App.Composition;

/// <summary>Looks into new bad answers while the server runs, a few at a time so that chats do not wait for it.</summary>
public sealed partial class TriageService(
    TriageAll triage, BusinessProfile profile, TimeProvider time, ILogger<TriageService> logger) : BackgroundService
{
    private const int AtOnce = 20;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(s_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await triage.RunAsync(profile.Tenant, AtOnce, stoppingToken);
            }
            catch (StorageException error)
            {
                // A full disk or a busy database must not end the chat; the next look may go well.
                LogNotTriaged(error.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not look into bad answers: {Problem}")]
    private partial void LogNotTriaged(string problem);
}
