using System.Globalization;
using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Experiments;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Versions;

/// <summary>Promotion, rollback and experiments by people. A version answers only with the base model that it was made on.</summary>
public sealed class VersionSwitch(VersionStore versions, ExperimentStore experiments, BusinessProfile profile)
{
    private const int MaxName = 100;

    /// <summary>Lets a version answer from the next message on.</summary>
    /// <exception cref="ConflictException">It belongs to another base model than the version that serves.</exception>
    /// <exception cref="NotFoundException">There is no such version.</exception>
    public async Task<AssistantVersion> PromoteAsync(Guid id, string by, string reason, CancellationToken cancellationToken)
    {
        await CheckBaseAsync(id, cancellationToken);
        return await versions.PromoteAsync(profile.Tenant, id, by, reason, lease: null, cancellationToken);
    }

    /// <summary>Lets a version answer that the gate did not pass.</summary>
    /// <exception cref="ChatProblemException">There is no reason.</exception>
    /// <exception cref="ConflictException">
    /// There is nothing to override, or the version cannot serve, or it belongs to another base model.
    /// </exception>
    /// <exception cref="NotFoundException">There is no such version.</exception>
    public async Task<AssistantVersion> OverrideAsync(Guid id, string by, string? reason, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new ChatProblemException("failed", "An override of the gate needs a reason.");
        }

        await CheckBaseAsync(id, cancellationToken);
        return await versions.OverrideAsync(profile.Tenant, id, by, reason, cancellationToken);
    }

    /// <summary>Tries a version on a share of the visitors.</summary>
    /// <param name="id">The version.</param>
    /// <param name="percent">The share of visitors, in percent, 0 to 100.</param>
    /// <param name="name">What people call the experiment; null for a name of the version's number.</param>
    /// <param name="promote">Whether the version is promoted by itself when it proves better.</param>
    /// <param name="by">Who starts it.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="ChatProblemException">The share or name is out of its range.</exception>
    /// <exception cref="ConflictException">One is open, or the version cannot be tried.</exception>
    /// <exception cref="NotFoundException">There is no such version.</exception>
    public async Task<Experiment> StartExperimentAsync(
        Guid id, double percent, string? name, bool promote, string by, CancellationToken cancellationToken)
    {
        if (!(percent is >= 0 and <= 100))
        {
            throw new ChatProblemException("failed", string.Create(
                CultureInfo.InvariantCulture, $"share must be from 0 to 100 percent; given: {percent}"));
        }

        if (name?.Length > MaxName)
        {
            throw new ChatProblemException("failed", $"name may have {MaxName} characters; this one has {name.Length}.");
        }

        AssistantVersion version = await CheckBaseAsync(id, cancellationToken);
        string called = string.IsNullOrWhiteSpace(name) ? $"version {version.Number}" : name.Trim();
        return await experiments.StartAsync(
            profile.Tenant, new NewExperiment(called, id, percent / 100, promote), by, cancellationToken);
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

    private async Task<AssistantVersion> CheckBaseAsync(Guid id, CancellationToken cancellationToken)
    {
        AssistantVersion wanted = await versions.FindAsync(profile.Tenant, id, cancellationToken)
            ?? throw new NotFoundException("version", id.ToString(), profile.Tenant);
        await CheckBaseAsync(wanted, cancellationToken);
        return wanted;
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
