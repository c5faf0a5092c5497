using AssistantLoop.App.Hubs;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Actions;

namespace AssistantLoop.App.Actions;

/// <summary>At the start, says that what an earlier process left running has an unknown outcome; then lets proposals expire.</summary>
public sealed class ActionService(
    ActionStore actions, ActionDesk desk, BusinessProfile profile, ConversationNews news, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await actions.SweepAsync(ActionDesk.UnknownOutcome, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(s_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (StoredAction late in await actions.ExpireAsync(profile.Tenant, stoppingToken))
            {
                foreach (Answers.ActionView view in await desk.OfMessageAsync(late.MessageId, stoppingToken))
                {
                    news.ActionChanged(late.ConversationId, view);
                }
            }
        }
    }
}
