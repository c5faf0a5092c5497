namespace AssistantLoop.App.Tenancy;

/// <summary>
/// A business's own services before those of the process or the request, which hold the web framework's. Lists come from the
/// latter, since a container gives an empty one for what it does not know.
/// </summary>
internal sealed class TenantServices(IServiceProvider own, IServiceProvider others) : IServiceProvider
{
    /// <inheritdoc/>
    public object? GetService(Type serviceType) =>
        serviceType.IsGenericType && serviceType.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            ? others.GetService(serviceType)
            : own.GetService(serviceType) ?? others.GetService(serviceType);

    /// <summary>All of one kind that the business has of its own.</summary>
    public IEnumerable<T> Own<T>() => own.GetServices<T>();

    /// <summary>The business's own services before those of a request.</summary>
    public TenantServices Before(IServiceProvider request) => new(own, request);
}
