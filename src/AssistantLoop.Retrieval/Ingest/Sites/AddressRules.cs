using System.Net;
using System.Net.Sockets;

namespace AssistantLoop.Retrieval.Ingest.Sites;

/// <summary>
/// Which addresses a crawl may connect to: those of the public internet, and none that leads into this machine or the network
/// that it stands in (IANA's registries of special-purpose addresses for IPv4 and IPv6).
/// </summary>
public static class AddressRules
{
    private static readonly IPNetwork[] s_refused =
    [
        .. new[]
        {
            "0.0.0.0/8",          // this network
            "10.0.0.0/8",         // private
            "100.64.0.0/10",      // carrier-grade NAT
            "127.0.0.0/8",        // loopback
            "169.254.0.0/16",     // link-local, and the clouds' metadata services
            "172.16.0.0/12",      // private
            "192.0.0.0/24",       // protocol assignments
            "192.0.2.0/24",       // documentation
            "192.88.99.0/24",     // 6to4 relays
            "192.168.0.0/16",     // private
            "198.18.0.0/15",      // benchmarks
            "198.51.100.0/24",    // documentation
            "203.0.113.0/24",     // documentation
            "224.0.0.0/4",        // multicast
            "240.0.0.0/4",        // reserved, and broadcast
        }.Select(network => IPNetwork.Parse(network)),
    ];

    // All that is public in IPv6 is within 2000::/3; these parts of it are not.
    private static readonly IPNetwork s_global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] s_refusedGlobal =
    [
        IPNetwork.Parse("2001::/23"),       // protocol assignments, Teredo among them
        IPNetwork.Parse("2001:db8::/32"),   // documentation
        IPNetwork.Parse("2002::/16"),       // 6to4: an IPv4 address in disguise
        IPNetwork.Parse("3fff::/20"),       // documentation
    ];

    /// <summary>Whether the address is one of the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        // "::ffff:10.0.0.1" connects to 10.0.0.1.
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => !s_refused.Any(network => network.Contains(plain)),
            AddressFamily.InterNetworkV6 => plain.ScopeId == 0 && s_global.Contains(plain) && !s_refusedGlobal.Any(network => network.Contains(plain)),
            _ => false,
        };
    }

    /// <summary>What is wrong with an address of a page, or null: it must be http or https and carry no password.</summary>
    public static string? Problem(Uri address) =>
        !address.IsAbsoluteUri || address.Scheme is not ("http" or "https") ? "is no http or https address"
        : address.UserInfo.Length > 0 ? "carries a user name or password; leave it out"
        : address.Host.Length == 0 ? "names no host"
        : null;
}
