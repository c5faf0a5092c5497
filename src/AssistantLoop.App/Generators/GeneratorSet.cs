using AssistantLoop.App.Answers;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.Generators;

/// <summary>The declared remote generators.</summary>
public sealed class GeneratorSet(IReadOnlyList<RemoteGenerator> generators)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<RemoteGenerator> All => generators;

    /// <summary>The name, where one of it is declared; null for the local model.</summary>
    /// <exception cref="ChatProblemException">There is none of the name.</exception>
    public string? Known(string? name) => name is null || generators.Any(generator => generator.Declaration.Name == name)
        ? name
        : throw new ChatProblemException(
            "failed",
            $"There is no generator '{name}'; {GeneratorFile.FileName} declares "
            + (generators.Count == 0 ? "none." : string.Join(", ", generators.Select(generator => generator.Declaration.Name)) + "."));

    /// <summary>Adds the generators of some folders, each as the chat client of its name.</summary>
    internal static IServiceCollection AddTo(IServiceCollection services, IReadOnlyList<string> folders, TimeProvider time)
    {
        IReadOnlyList<GeneratorDeclaration> declared = GeneratorFile.Load(folders);
        foreach (GeneratorDeclaration declaration in declared)
        {
            services.AddKeyedSingleton<IChatClient>(declaration.Name, (_, _) => RemoteGenerator.Of(declaration, time));
        }

        return services.AddSingleton(provider => new GeneratorSet(
            [.. declared.Select(declaration => (RemoteGenerator)provider.GetRequiredKeyedService<IChatClient>(declaration.Name))]));
    }
}
