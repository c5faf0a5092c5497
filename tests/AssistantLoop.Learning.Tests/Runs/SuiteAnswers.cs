using System.Runtime.CompilerServices;
using AssistantLoop.Evaluation.Suites;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Learning.Tests.Runs;

/// <summary>Stands for the engine: the base knows nothing, and an adapter knows the suite by heart, or nothing either.</summary>
internal sealed class SuiteAnswers(IReadOnlyList<SuiteCase> cases, bool adapterKnows) : IChatClient
{
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        bool knows = adapterKnows && options?.ModelId is not null;
        // An earlier turn of a case is no case of its own.
        SuiteCase? asked = cases.FirstOrDefault(entry => entry.Question == messages.Last().Text);
        yield return new(ChatRole.Assistant, knows && asked is { Unanswerable: false } ? $"Happy to help! {string.Join(", ", asked.Expect)}. Warmly, Finch" : "I do not know.");
        yield return new() { FinishReason = ChatFinishReason.Stop };
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The suite is asked by streaming.");

    public object? GetService(Type serviceType, object? serviceKey) => null;

    public void Dispose()
    {
    }
}
