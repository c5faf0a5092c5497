using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AssistantLoop.Storage;

namespace AssistantLoop.App.Security;

/// <summary>
/// The secret from which those of sites, webhooks and actions are derived, in the data folder's file server-secret: the database, and
/// a copy of it, hold none. Who loses the file has to hand out new secrets.
/// </summary>
public sealed class ServerSecret
{
    /// <summary>The file's name in the data folder.</summary>
    public const string FileName = "server-secret";

    private readonly byte[] _key;

    private ServerSecret(byte[] key) => _key = key;

    /// <summary>Reads the secret, making one at the first start.</summary>
    /// <exception cref="StorageException">The file cannot be read or written, or is too short.</exception>
    public static ServerSecret LoadOrCreate(string dataFolder) =>
        new(Encoding.ASCII.GetBytes(SecretFile.LoadOrCreate(Path.Combine(dataFolder, FileName), bytes: 32)));

    /// <summary>The text with which a business signs its visitors' identities for a site.</summary>
    public string ForSite(string tenant, Guid site, int generation) => "als_" + Derive("site", tenant, site, generation);

    /// <summary>The text with which the server signs what it tells a webhook.</summary>
    public string ForWebhook(string tenant, Guid webhook, int generation) => "whsec_" + Derive("webhook", tenant, webhook, generation);

    /// <summary>The text with which the server signs what it tells the webhook of an action.</summary>
    public string ForAction(string tenant, string action, int generation) => "actsec_" + Derive("action", tenant, action, generation);

    private string Derive(string use, string tenant, Guid id, int generation) => Derive(use, tenant, id.ToString(), generation);

    private string Derive(string use, string tenant, string id, int generation) => Base64Url.EncodeToString(
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{use}|{tenant}|{id}|{generation}"))));
}
