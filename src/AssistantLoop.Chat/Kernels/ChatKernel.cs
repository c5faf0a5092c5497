using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace AssistantLoop.Chat.Kernels;

/// <summary>
/// Semantic Kernel's kernel as the chat uses it: its IChatClient service answers, and those under a key are the remote
/// generators of that name. Prompt functions find the same clients.
/// </summary>
public static class ChatKernel
{
    /// <summary>A kernel over one client, such as a scripted one.</summary>
    public static Kernel Of(IChatClient client) =>
        new(new ServiceCollection().AddSingleton(client).BuildServiceProvider());

    /// <summary>The client of a generator's name; the local one for null.</summary>
    /// <exception cref="InvalidOperationException">There is none of the name.</exception>
    public static IChatClient Generator(this Kernel kernel, string? name) => name is null
        ? kernel.Services.GetRequiredService<IChatClient>()
        : kernel.Services.GetKeyedService<IChatClient>(name)
            ?? throw new InvalidOperationException($"The version asks for the generator '{name}', which is not declared in generators.yaml.");
}
