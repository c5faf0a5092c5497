using System.Security.Claims;
using AssistantLoop.App.Composition;
using AssistantLoop.App.Security;
using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage;

namespace AssistantLoop.App.Tenancy;

/// <summary>
/// The businesses that this process serves. Each has a container of its own, so that what a service holds, such as loaded
/// versions or running answers, belongs to one business by construction. The engine, the index and the database are shared;
/// each call to them names the tenant.
/// </summary>
public sealed class Tenants : IAsyncDisposable
{
    private readonly List<ServiceProvider> _containers = [];
    private readonly Dictionary<string, Tenant> _byId = [];

    /// <param name="root">The process's own services, which serve the first business.</param>
    /// <param name="settings">Names the businesses' folders.</param>
    /// <param name="node">This process's name, the same after a restart.</param>
    /// <param name="add">Adds what the process gives each business, beyond <see cref="AssistantServices"/>.</param>
    /// <exception cref="SettingException">Two folders name one tenant.</exception>
    /// <exception cref="Chat.Files.ContentFileException">A business.yaml is missing or malformed.</exception>
    public Tenants(IServiceProvider root, AppSettings settings, string node, Action<IServiceCollection> add)
    {
        Default = new(root.GetRequiredService<BusinessProfile>(), root);
        _byId.Add(Default.Profile.Tenant, Default);
        foreach (string folder in settings.Businesses.Skip(1))
        {
            ServiceCollection services = new();
            services.AddAssistant(settings with { Business = folder }, root.GetRequiredService<Database>(), node);
            services.ShareFrom(root);
            add(services);
            ServiceProvider container = services.BuildServiceProvider();
            _containers.Add(container);
            Tenant tenant = new(container.GetRequiredService<BusinessProfile>(), new TenantServices(container, root));
            if (!_byId.TryAdd(tenant.Profile.Tenant, tenant))
            {
                throw new SettingException("business", $"two folders name the tenant '{tenant.Profile.Tenant}'; give one of them another in its business.yaml");
            }
        }
    }

    /// <summary>The first business: whom a page of the server's own origin asks.</summary>
    public Tenant Default { get; }

    /// <summary>All, the first one first.</summary>
    public IReadOnlyCollection<Tenant> All => _byId.Values;

    /// <summary>A business by its id, or null where this process does not serve it.</summary>
    public Tenant? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id);

    /// <summary>The business that a credential belongs to; the first where it names none.</summary>
    /// <exception cref="NotFoundException">This process does not serve it.</exception>
    public Tenant Of(ClaimsPrincipal? user) => user?.Tenant is { } id
        ? Find(id) ?? throw new NotFoundException("business", id, id)
        : Default;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProvider container in _containers)
        {
            await container.DisposeAsync();
        }
    }
}
