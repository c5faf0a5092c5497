using AssistantLoop.Chat.Business;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Versions;

/// <summary>Promotion and rollback by people. A version answers only with the base model that it was made on.</summary>
public sealed class VersionSwitch(VersionStore versions, BusinessProfile profile)
{
    /// <summary>Lets a version answer from the next message on.</summary>
    /// <exception cref="ConflictException">It belongs to another base model than the version that serves.</exception>
    /// <exception cref="NotFoundException">There is no such version.</exception>
    public async Task<AssistantVersion> PromoteAsync(Guid id, string by, string reason, CancellationToken cancellationToken)
    {
        AssistantVersion wanted = await versions.FindAsync(profile.Tenant, id, cancellationToken)
            ?? throw new NotFoundException("version", id.ToString(), profile.Tenant);
        await CheckBaseAsync(wanted, cancellationToken);
        return await versions.PromoteAsync(profile.Tenant, id, by, reason, lease: null, cancellationToken);
    }

    /// <summary>Lets the version before the serving one answer again.</summary>
    /// <exception cref="ConflictException">There is none, or it belongs to another base model.</exception>
    public async Task<AssistantVersion> RollbackAsync(string by, string reason, CancellationToken cancellationToken)
    {
        if (await versions.PreviousAsync(profile.Tenant, cancellationToken) is { } previous)
        {
            await CheckBaseAsync(previous, cancellationToken);
        }

        return await versions.RollbackAsync(profile.Tenant, by, reason, cancellationToken);
    }

    // The start makes a version of the configured model and lets it serve, so the serving version's base is the loaded one.
    private async Task CheckBaseAsync(AssistantVersion wanted, CancellationToken cancellationToken)
    {
        AssistantVersion? serving = await versions.ServingAsync(profile.Tenant, cancellationToken);
        if (serving is not null && serving.BaseHash != wanted.BaseHash)
        {
            throw new ConflictException(
                $"Version {wanted.Number} was made on base model {wanted.BaseHash[..12]}, and {serving.BaseHash[..12]} is loaded; "
                + "set model to the other's folder and start again.");
        }
    }
}
