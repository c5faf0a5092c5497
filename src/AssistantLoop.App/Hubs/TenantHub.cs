using AssistantLoop.App.Tenancy;
using Microsoft.AspNetCore.SignalR;

namespace AssistantLoop.App.Hubs;

/// <summary>A hub whose calls are served from the container of the business that the socket's credential belongs to.</summary>
/// <remarks>A hub is made before its socket is known, so that its constructor cannot be given them.</remarks>
public abstract class TenantHub<TClient>(Tenants tenants) : Hub<TClient>
    where TClient : class
{
    /// <summary>The business's id.</summary>
    protected string Tenant => tenants.Of(Context.User).Profile.Tenant;

    /// <summary>A service of the business.</summary>
    protected T Get<T>()
        where T : notnull => tenants.Of(Context.User).Services.GetRequiredService<T>();
}
