using AssistantLoop.Inference;
using AssistantLoop.Models.Interchange;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Bench.Learning;

/// <summary>What a model says at a temperature of 0 where a sample has its last answer.</summary>
internal static class GreedyAnswers
{
    private const int MostTokens = 128;

    /// <summary>An answer a sample, in the samples' order; <paramref name="adapter"/> is null for the base.</summary>
    public static Task<string[]> OfAsync(
        Engine engine, string? adapter, IReadOnlyList<ChatSample> samples, CancellationToken cancellationToken) =>
        Task.WhenAll(samples.Select(async sample =>
        {
            using EngineChatClient client = new(engine);
            ChatResponse response = await client.GetResponseAsync(
                sample.Messages.SkipLast(1).Select(turn => new ChatMessage(new ChatRole(turn.Role), turn.Content)),
                new ChatOptions { ModelId = adapter, MaxOutputTokens = MostTokens },
                cancellationToken);
            return response.Text;
        }));
}
