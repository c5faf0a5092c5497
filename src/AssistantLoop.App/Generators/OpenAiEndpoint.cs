using System.ClientModel;
using System.ClientModel.Primitives;
using AssistantLoop.Chat.Files;
using Microsoft.Extensions.AI;
using OpenAI;

namespace AssistantLoop.App.Generators;

/// <summary>Makes the client of a declared endpoint.</summary>
internal static class OpenAiEndpoint
{
    /// <exception cref="ContentFileException">The key is not there.</exception>
    public static IChatClient Open(GeneratorDeclaration declaration) =>
        new OpenAIClient(new ApiKeyCredential(KeyOf(declaration)), new OpenAIClientOptions
        {
            Endpoint = declaration.Endpoint,
            NetworkTimeout = declaration.Total,
            // The tries are ours: they end at the first word.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        }).GetChatClient(declaration.Model).AsIChatClient();

    private static string KeyOf(GeneratorDeclaration declaration)
    {
        string? key = declaration.KeyFile is { } file ? YamlFile.TextOf(file).Trim()
            : declaration.KeyEnvironment is { } name ? Environment.GetEnvironmentVariable(name)?.Trim()
            : "none";
        return string.IsNullOrEmpty(key)
            ? throw new ContentFileException(
                GeneratorFile.FileName, $"'{declaration.Name}' finds no key in {declaration.KeyFile ?? $"the environment variable {declaration.KeyEnvironment}"}")
            : key;
    }
}
