using System.Globalization;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.OpenAi;

/// <summary>
/// Versions as models: "assistantloop" is what serves at the moment, "version-N" the version of that number, as long as
/// its adapter is kept.
/// </summary>
internal sealed class ModelNames(VersionStore versions, VersionRouter router, BusinessProfile profile)
{
    /// <summary>The model that is whatever version serves.</summary>
    public const string Serving = "assistantloop";

    private const string Prefix = "version-";
    private const int MostListed = 200;

    /// <summary>The name of a version.</summary>
    public static string Of(AssistantVersion version) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{version.Number}");

    /// <summary>What serves, then the versions that can answer, the newest first.</summary>
    public async Task<IReadOnlyList<(string Name, AssistantVersion Version)>> ListAsync(CancellationToken cancellationToken)
    {
        AssistantVersion? serving = await versions.ServingAsync(profile.Tenant, cancellationToken);
        IEnumerable<AssistantVersion> all = (await versions.ListAsync(profile.Tenant, MostListed, cancellationToken))
            .Where(version => version.PurgedAt is null);
        return
        [
            .. serving is null ? [] : new[] { (Serving, serving) },
            .. all.Select(version => (Of(version), version)),
        ];
    }

    /// <summary>The version of a name.</summary>
    /// <exception cref="OpenAiException">There is none.</exception>
    public async Task<AssistantVersion> FindAsync(string? name, CancellationToken cancellationToken)
    {
        AssistantVersion? version = name switch
        {
            Serving => await versions.ServingAsync(profile.Tenant, cancellationToken),
            { } given when given.StartsWith(Prefix, StringComparison.Ordinal)
                && int.TryParse(given.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) =>
                await versions.FindByNumberAsync(profile.Tenant, number, cancellationToken),
            _ => null,
        };
        return version is { PurgedAt: null }
            ? version
            : throw new OpenAiException(
                StatusCodes.Status404NotFound, "model_not_found",
                $"The model '{name}' does not exist here: GET /v1/models lists what there is, '{Serving}' is what serves.", "model");
    }

    /// <summary>The version of a name, ready to answer.</summary>
    public async Task<RoutedVersion> RouteAsync(string? name, CancellationToken cancellationToken) =>
        await router.RouteAsync(await FindAsync(name, cancellationToken), cancellationToken);
}
