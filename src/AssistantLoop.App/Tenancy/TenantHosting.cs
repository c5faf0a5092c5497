namespace AssistantLoop.App.Tenancy;

/// <summary>Starts and stops the background services of every business but the first, whose own are the process's.</summary>
public sealed class TenantHosting(Tenants tenants) : IHostedService
{
    private readonly List<IHostedService> _started = [];

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (TenantServices services in tenants.All.Select(tenant => tenant.Services).OfType<TenantServices>())
        {
            foreach (IHostedService hosted in services.Own<IHostedService>())
            {
                await hosted.StartAsync(cancellationToken);
                _started.Add(hosted);
            }
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_started.Select(hosted => hosted.StopAsync(cancellationToken)));
}
