using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AssistantLoop.App.Security;

namespace AssistantLoop.App.Actions;

/// <summary>
/// Signs what is sent to the webhooks of actions, by texts derived from the <see cref="ServerSecret"/>.
/// </summary>
public sealed class ActionSecret(ServerSecret secret)
{
    /// <summary>The text by which the webhook of a tenant's action checks signatures.</summary>
    public string Of(string tenant, string action) => secret.ForAction(tenant, action);

    /// <summary>The signature of a body: "t=UNIX SECONDS,v1=HEX" over "SECONDS.BODY".</summary>
    public string Sign(string tenant, string action, string body, DateTimeOffset now)
    {
        string at = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Of(tenant, action)), Encoding.UTF8.GetBytes($"{at}.{body}"));
        return $"t={at},v1={Convert.ToHexStringLower(hash)}";
    }
}
