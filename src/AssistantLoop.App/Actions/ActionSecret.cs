using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AssistantLoop.App.Settings;
using AssistantLoop.Storage;

namespace AssistantLoop.App.Actions;

/// <summary>
/// Signs what is sent to the webhooks of actions, by keys derived from the data folder's file server-secret; neither the
/// database nor a copy of it holds one.
/// </summary>
public sealed class ActionSecret(AppSettings settings)
{
    /// <summary>The file's name in the data folder.</summary>
    public const string FileName = "server-secret";

    private readonly Lazy<byte[]> _secret = new(() => LoadOrCreate(Path.Combine(settings.Data, FileName)));

    /// <summary>The text by which the webhook of a tenant's action checks signatures.</summary>
    public string Of(string tenant, string action) =>
        "actsec_" + Convert.ToHexStringLower(HMACSHA256.HashData(_secret.Value, Encoding.UTF8.GetBytes($"{tenant}|action|{action}")));

    /// <summary>The signature of a body: "t=UNIX SECONDS,v1=HEX" over "SECONDS.BODY".</summary>
    public string Sign(string tenant, string action, string body, DateTimeOffset now)
    {
        string at = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Of(tenant, action)), Encoding.UTF8.GetBytes($"{at}.{body}"));
        return $"t={at},v1={Convert.ToHexStringLower(hash)}";
    }

    private static byte[] LoadOrCreate(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                Create(path);
            }

            string text = File.ReadAllText(path).Trim();
            return text.Length >= 32 ? Encoding.ASCII.GetBytes(text) : throw new StorageException(path, "the secret is shorter than 32 characters");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(path, error.Message, error);
        }
    }

    private static void Create(string path)
    {
        string temporary = $"{path}.{Environment.ProcessId}.action.part";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream file = new(temporary, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        // Two processes may start together: the first one's secret stays.
        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}
