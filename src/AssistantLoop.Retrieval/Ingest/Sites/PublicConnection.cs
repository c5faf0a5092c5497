using System.Net;
using System.Net.Sockets;

namespace AssistantLoop.Retrieval.Ingest.Sites;

/// <summary>
/// Connects to a host whose addresses are checked: its name is resolved once, and the connection goes to a checked address
/// itself, so that a name cannot mean another address in between.
/// </summary>
public static class PublicConnection
{
    /// <summary>Opens a connection.</summary>
    /// <param name="wanted">The host and port.</param>
    /// <param name="mayConnect">Whether an address may be connected to; see <see cref="AddressRules.IsPublic"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FetchException">The host has no address, or one that may not be connected to.</exception>
    public static async ValueTask<Stream> OpenAsync(
        DnsEndPoint wanted, Func<IPEndPoint, bool> mayConnect, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = IPAddress.TryParse(wanted.Host, out IPAddress? literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(wanted.Host, cancellationToken);
        // One address that leads inwards spoils the name: such names are made to be answered differently each time.
        if (addresses.Length == 0 || addresses.FirstOrDefault(address => !mayConnect(new(address, wanted.Port))) is { } inward)
        {
            throw new FetchException(addresses.Length == 0
                ? $"the host {wanted.Host} has no address"
                : $"the host {wanted.Host} leads to {addresses.First(address => !mayConnect(new(address, wanted.Port)))}, which is not on the public internet");
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, wanted.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
