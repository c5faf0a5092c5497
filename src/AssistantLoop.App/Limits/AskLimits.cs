using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Security;
using AssistantLoop.Storage.Access;
using AssistantLoop.Storage.Usage;

namespace AssistantLoop.App.Limits;

/// <summary>
/// Whether a question may be asked now: rates of a visitor or key, of an address and of the business, which this process counts,
/// and the business's quotas, which the database counts. Called once a question, before anything is stored.
/// </summary>
public sealed class AskLimits(TenantSettings settings, UsageStore usage, QuotaWatch watch, TimeProvider time) : IDisposable
{
    // A partition's options cannot change, so the limit is part of its key; a partition that nobody uses goes by itself.
    private readonly PartitionedRateLimiter<Bucket> _buckets = PartitionedRateLimiter.Create<Bucket, Bucket>(
        bucket => RateLimitPartition.GetTokenBucketLimiter(bucket, _ => new()
        {
            TokenLimit = bucket.PerMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / bucket.PerMinute,
        }));

    /// <summary>Lets a question of a visitor pass, or refuses it.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="visitor">The visitor's stored id.</param>
    /// <param name="address">The address it comes from; null where it is not known.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="ChatProblemException">rate_limited or quota; says when to try again.</exception>
    public async Task CheckAsync(string tenant, string visitor, IPAddress? address, CancellationToken cancellationToken)
    {
        LimitSettings limits = await settings.ReadAsync<LimitSettings>(tenant, TenantSettings.Limits, cancellationToken);
        await CheckAsync(limits, new("visitor", tenant, visitor, limits.VisitorPerMinute ?? 0), address, cancellationToken);
    }

    /// <summary>Lets a question of an API key pass, or refuses it.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="key">The key's name.</param>
    /// <param name="address">The address it comes from; null where it is not known.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="ChatProblemException">rate_limited or quota; says when to try again.</exception>
    public async Task CheckKeyAsync(string tenant, string key, IPAddress? address, CancellationToken cancellationToken)
    {
        LimitSettings limits = await settings.ReadAsync<LimitSettings>(tenant, TenantSettings.Limits, cancellationToken);
        await CheckAsync(limits, new("key", tenant, key, limits.KeyPerMinute ?? 0), address, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _buckets.Dispose();

    // The narrowest first: one visitor's flood takes nothing from the others'.
    private async Task CheckAsync(LimitSettings limits, Bucket who, IPAddress? address, CancellationToken cancellationToken)
    {
        Take(who);
        if (address is not null && !IPAddress.IsLoopback(address))
        {
            Take(new("address", who.Tenant, SignInFailures.Network(address).ToString(), limits.AddressPerMinute ?? 0));
        }

        Take(new("business", who.Tenant, "", limits.BusinessPerMinute ?? 0));
        UsedSoFar used = await usage.SoFarAsync(who.Tenant, cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        foreach (Quota quota in Quota.Of(limits, used, now))
        {
            if (quota.Used >= quota.Most)
            {
                throw new ChatProblemException(
                    "quota",
                    $"The assistant's quota {quota.Name} is used up. It begins anew at {quota.Ends:yyyy-MM-dd HH:mm} UTC.",
                    (int)Math.Ceiling((quota.Ends - now).TotalSeconds));
            }

            await watch.LookAsync(who.Tenant, quota, cancellationToken);
        }
    }

    private void Take(Bucket bucket)
    {
        if (bucket.PerMinute == 0)
        {
            return;
        }

        using RateLimitLease lease = _buckets.AttemptAcquire(bucket);
        if (!lease.IsAcquired)
        {
            int seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
            throw new ChatProblemException(
                "rate_limited",
                string.Create(CultureInfo.InvariantCulture, $"Too many questions at once. Please try again in {seconds} s."),
                seconds);
        }
    }

    private sealed record Bucket(string Kind, string Tenant, string Id, int PerMinute);
}
