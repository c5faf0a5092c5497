using AssistantLoop.App.Security;
using AssistantLoop.Storage.Actions;

namespace AssistantLoop.App.Actions;

/// <summary>
/// Signs what is sent to the webhooks of actions, by texts derived from the <see cref="ServerSecret"/>.
/// </summary>
public sealed class ActionSecret(ServerSecret secret, ActionSecretStore store, TimeProvider time)
{
    /// <summary>The text by which the webhook of a tenant's action checks signatures.</summary>
    public string Of(string tenant, string action, ActionSecretGeneration which) => secret.ForAction(tenant, action, which.Generation);

    /// <summary>The <see cref="BodySignature"/> of a body.</summary>
    public async Task<string> SignAsync(string tenant, string action, string body, CancellationToken cancellationToken)
    {
        ActionSecretGeneration which = await store.ReadAsync(tenant, action, cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        int[] generations = which.PreviousUntil > now ? [which.Generation, which.Generation - 1] : [which.Generation];
        return BodySignature.Of(body, now, generations.Select(generation => secret.ForAction(tenant, action, generation)));
    }
}
