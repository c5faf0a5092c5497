using AssistantLoop.App.Settings;
using Microsoft.AspNetCore.HttpOverrides;

namespace AssistantLoop.App.Composition;

/// <summary>Takes scheme, host and address from the proxies that the setting trusted-proxies names, and from nobody else.</summary>
internal static class TrustedProxies
{
    /// <summary>To come before all that looks at a request; does nothing where no proxy is trusted.</summary>
    public static void UseTrustedProxies(this WebApplication app, AppSettings settings)
    {
        if (settings.TrustedProxies.Count == 0)
        {
            return;
        }

        ForwardedHeadersOptions options = new()
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // Through as many as there are, as long as each is trusted.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (System.Net.IPNetwork network in settings.TrustedProxies)
        {
            options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }
}
