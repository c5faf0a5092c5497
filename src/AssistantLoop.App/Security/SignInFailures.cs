using System.Net;
using System.Threading.RateLimiting;

namespace AssistantLoop.App.Security;

/// <summary>Slows down guessing: who gave many wrong keys is refused for a while, whatever is given then.</summary>
public sealed class SignInFailures : IDisposable
{
    /// <summary>Wrong keys that an address may give at once; one more every <see cref="Step"/>.</summary>
    public const int Most = 20;

    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        address => RateLimitPartition.GetTokenBucketLimiter(Network(address), _ => new()
        {
            TokenLimit = Most,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = Step,
        }));

    /// <summary>How long it takes until one more try is allowed.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether an address must wait; a part of a try is none.</summary>
    public bool MustWait(IPAddress? address) =>
        _limiter.GetStatistics(address ?? IPAddress.None)?.CurrentAvailablePermits < 1;

    /// <summary>Notes a wrong key.</summary>
    public void Add(IPAddress? address) => _limiter.AttemptAcquire(address ?? IPAddress.None).Dispose();

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    /// <summary>An address of IPv4, or the /64 network of one of IPv6, of which everybody has billions.</summary>
    public static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        byte[] bytes = address.GetAddressBytes();
        if (bytes.Length == 4)
        {
            return address;
        }

        bytes.AsSpan(8).Clear();
        return new(bytes);
    }
}
