using System.Collections.Concurrent;
using AssistantLoop.Storage.Audit;

namespace AssistantLoop.App.Limits;

/// <summary>Notes once a day or month that a quota is nearly used up; webhooks hear of it as quota.near.</summary>
public sealed class QuotaWatch(AuditLog audit)
{
    private readonly ConcurrentDictionary<(string Tenant, string Name), string> _noted = [];

    /// <summary>Looks at a quota.</summary>
    public async Task LookAsync(string tenant, Quota quota, CancellationToken cancellationToken)
    {
        if (!quota.IsNear || _noted.TryGetValue((tenant, quota.Name), out string? period) && period == quota.Period)
        {
            return;
        }

        _noted[(tenant, quota.Name)] = quota.Period;
        string subject = $"{quota.Name} {quota.Period}";
        if ((await audit.PageAsync(tenant, new("quota.near", Subject: subject), new() { PageSize = 1 }, cancellationToken)).Total == 0)
        {
            string details = System.Text.Json.JsonSerializer.Serialize(new { quota = quota.Name, quota.Period, quota.Used, quota.Most });
            await audit.AppendAsync(tenant, "system", "quota.near", subject, details, cancellationToken);
        }
    }
}
