using System.Collections.Concurrent;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Styles;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Inference;
using AssistantLoop.Learning.Experiments;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Experiments;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Versions;

/// <summary>
/// Says which version answers whom. The aliases are read at every turn, so that a promotion or rollback by any process acts on
/// the next answer; what the version needs (adapter, prompt, style) is loaded at its first use.
/// </summary>
public sealed class VersionRouter(
    ExperimentStore experiments, IArtefactStore artefacts, EngineSource engines, BusinessProfile profile)
{
    private readonly ConcurrentDictionary<Guid, Task<RoutedVersion>> _loaded = new();

    /// <summary>
    /// The version that answers a visitor now: the serving one, or, for the share of visitors whom an open experiment
    /// deals to it, the one that is tried. A visitor stays with it in all their conversations while the experiment runs.
    /// </summary>
    /// <param name="visitor">The visitor's id.</param>
    /// <param name="conversation">The conversation: the unit where all of the HTTP API's callers have one visitor's id.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="InvalidOperationException">No version was ever promoted.</exception>
    public async Task<RoutedVersion> ForVisitorAsync(string visitor, Guid conversation, CancellationToken cancellationToken)
    {
        Routing routing = await experiments.RoutingAsync(profile.Tenant, cancellationToken);
        string unit = visitor == LiveAnswers.Shared ? conversation.ToString() : visitor;
        AssistantVersion? version = routing is { Open: { } open, Treatment: { } treatment }
            && ExperimentArm.IsTreated(open.Id, unit, open.Share)
            ? treatment
            : routing.Serving;
        return await RouteAsync(
            version ?? throw new InvalidOperationException($"No version serves {profile.Tenant}."), cancellationToken);
    }

    /// <summary>A version made ready to answer, such as a candidate under evaluation.</summary>
    public async Task<RoutedVersion> RouteAsync(AssistantVersion version, CancellationToken cancellationToken)
    {
        // Shared by all turns that wait for it, so one turn's cancellation must not end the load.
        Task<RoutedVersion> load = _loaded.GetOrAdd(version.Id, _ => LoadAsync(version));
        try
        {
            return await load.WaitAsync(cancellationToken);
        }
        catch when (load.IsFaulted)
        {
            _loaded.TryRemove(new(version.Id, load));
            throw;
        }
    }

    private async Task<RoutedVersion> LoadAsync(AssistantVersion version)
    {
        PromptTemplate prompt = PromptTemplate.Load(await artefacts.OpenAsync(version.PromptHash, CancellationToken.None));
        StyleTemplate style = StyleTemplate.Load(await artefacts.OpenAsync(version.StyleHash, CancellationToken.None));
        if (version.AdapterHash is { } adapter)
        {
            string folder = await artefacts.OpenAsync(adapter, CancellationToken.None);
            Engine engine = engines.Engine;
            if (!engine.HasAdapter(adapter))
            {
                engine.AddAdapter(adapter, folder);
            }
        }

        return new(version.Id, version.AdapterHash, prompt, style) { Generator = version.Generator };
    }
}
