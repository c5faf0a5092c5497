using AssistantLoop.App.Generators;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Versions;

/// <summary>Stages versions by hand: the serving one in all but the generator.</summary>
public sealed class VersionMaker(VersionStore versions, GeneratorSet generators, BusinessProfile profile)
{
    /// <summary>Stages one.</summary>
    /// <param name="generator">The remote generator that answers; null for the local model.</param>
    /// <param name="by">Who stages it.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="Answers.ChatProblemException">There is no such generator.</exception>
    /// <exception cref="ConflictException">No version serves yet.</exception>
    public async Task<AssistantVersion> AddAsync(string? generator, string by, CancellationToken cancellationToken)
    {
        AssistantVersion serving = await versions.ServingAsync(profile.Tenant, cancellationToken)
            ?? throw new ConflictException("No version serves yet, so there is none to make another from.");
        return await versions.AddAsync(
            profile.Tenant,
            new()
            {
                BaseHash = serving.BaseHash,
                AdapterHash = serving.AdapterHash,
                PromptHash = serving.PromptHash,
                StyleHash = serving.StyleHash,
                IndexHash = serving.IndexHash,
                DataSetHash = serving.DataSetHash,
                ParentId = serving.Id,
                Generator = generators.Known(generator),
            },
            by,
            lease: null,
            cancellationToken);
    }
}
