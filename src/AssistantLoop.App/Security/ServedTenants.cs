using AssistantLoop.Chat.Business;

namespace AssistantLoop.App.Security;

/// <summary>The businesses that this server answers for: a credential of any other is not right here.</summary>
public sealed class ServedTenants(BusinessProfile first)
{
    /// <summary>The business of whoever comes without a key from the server's own pages.</summary>
    public string First => first.Tenant;

    /// <summary>Whether the server answers for a business.</summary>
    public bool Contains(string tenant) => tenant == first.Tenant;
}
