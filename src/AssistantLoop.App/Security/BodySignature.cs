using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AssistantLoop.App.Security;

/// <summary>How receivers know what this server sends them: "t=UNIX SECONDS,v1=HEX" over "SECONDS.BODY" by HMAC-SHA256.</summary>
public static class BodySignature
{
    /// <summary>The header.</summary>
    public const string Header = "AssistantLoop-Signature";

    /// <summary>The signature of a body, a v1 for each secret that is good.</summary>
    public static string Of(string body, DateTimeOffset now, IEnumerable<string> secrets)
    {
        string at = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = Encoding.UTF8.GetBytes($"{at}.{body}");
        return $"t={at}," + string.Join(',', secrets.Select(
            secret => "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))));
    }
}
