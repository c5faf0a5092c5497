using System.Net;

namespace AssistantLoop.App.Settings;

/// <summary>The proxies whose word on who asks, by which scheme and for which host is taken.</summary>
internal static class ProxySettings
{
    /// <summary>The key.</summary>
    public const string Key = "trusted-proxies";

    /// <summary>Reads addresses, such as 10.0.0.7, and networks, such as 10.0.0.0/8.</summary>
    /// <exception cref="SettingException">One is neither.</exception>
    public static IReadOnlyList<IPNetwork> Read(IEnumerable<string> given) => [.. given.Select(Parse)];

    private static IPNetwork Parse(string text) =>
        text.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(text, out IPNetwork network) ? network
        : IPAddress.TryParse(text, out IPAddress? address) ? new(address, address.GetAddressBytes().Length * 8)
        : throw new SettingException(Key, $"must be addresses such as 10.0.0.7 or networks such as 10.0.0.0/8, comma-separated; given: {text}");
}
