namespace AssistantLoop.App.Tenancy;

/// <summary>
/// Serves a request from the container of the business that its credential belongs to. Neither body nor path names a business.
/// </summary>
public sealed class TenantSelection(RequestDelegate next, Tenants tenants)
{
    /// <summary>Goes on with the business's services.</summary>
    /// <exception cref="Storage.NotFoundException">This process does not serve the credential's business.</exception>
    public async Task InvokeAsync(HttpContext context)
    {
        IServiceProvider request = context.RequestServices;
        if (tenants.Of(context.User).Services is TenantServices own)
        {
            context.RequestServices = own.Before(request);
        }

        try
        {
            await next(context);
        }
        finally
        {
            context.RequestServices = request;
        }
    }
}
