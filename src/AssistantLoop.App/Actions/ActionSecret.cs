using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AssistantLoop.App.Security;
using AssistantLoop.Storage.Actions;

namespace AssistantLoop.App.Actions;

/// <summary>
/// Signs what is sent to the webhooks of actions, by texts derived from the <see cref="ServerSecret"/>.
/// </summary>
public sealed class ActionSecret(ServerSecret secret, ActionSecretStore store, TimeProvider time)
{
    /// <summary>The text by which the webhook of a tenant's action checks signatures.</summary>
    public string Of(string tenant, string action, ActionSecretGeneration which) => secret.ForAction(tenant, action, which.Generation);

    /// <summary>The signature of a body: "t=UNIX SECONDS,v1=HEX" over "SECONDS.BODY", a v1 for each secret that is good.</summary>
    public async Task<string> SignAsync(string tenant, string action, string body, CancellationToken cancellationToken)
    {
        ActionSecretGeneration which = await store.ReadAsync(tenant, action, cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        string at = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        int[] generations = which.PreviousUntil > now ? [which.Generation, which.Generation - 1] : [which.Generation];
        return $"t={at}," + string.Join(',', generations.Select(generation => "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret.ForAction(tenant, action, generation)), Encoding.UTF8.GetBytes($"{at}.{body}")))));
    }
}
