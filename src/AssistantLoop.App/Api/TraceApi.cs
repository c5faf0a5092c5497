using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Citations;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Prompts;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Api;

/// <summary>How an answer came about: what was found, what the model was shown, what it took.</summary>
public static class TraceApi
{
    /// <summary>Maps /api/messages/{id}/trace.</summary>
    public static void MapTraces(this IEndpointRouteBuilder routes) => routes.MapGet("/api/messages/{id:guid}/trace", ReadAsync);

    private static async Task<TraceView> ReadAsync(
        Guid id,
        ConversationStore conversations,
        PromptStore prompts,
        VersionStore versions,
        BusinessProfile profile,
        CancellationToken cancellationToken)
    {
        Message message = await conversations.MessageAsync(profile.Tenant, id, cancellationToken) is { Role: MessageRole.Assistant } answer
            ? answer
            : throw new NotFoundException("answer", id.ToString(), profile.Tenant);
        IReadOnlyList<FoundPassage> passages = PassageText.Read(message.Passages);
        HashSet<int> cited = [.. CitationReader.Read(message.Text, passages).Select(citation => citation.Number)];
        return new(
            message.VersionId is { } version ? (await versions.FindAsync(profile.Tenant, version, cancellationToken))?.Number : null,
            message.PromptHash,
            message.PromptHash is { } hash ? await prompts.FindAsync(profile.Tenant, hash, cancellationToken) : null,
            [.. passages.Select((found, at) => TracedPassage.Of(at + 1, found, cited.Contains(at + 1)))],
            message.FirstTextMs,
            message.LatencyMs,
            message.PromptTokens,
            message.AnswerTokens,
            message.MeanEntropy,
            message.MaxEntropy,
            message.FinishReason);
    }

    /// <param name="Version">The number of the version that answered.</param>
    /// <param name="PromptHash">The assembled prompt's hash.</param>
    /// <param name="Prompt">The prompt as it is kept; null where it is no longer.</param>
    /// <param name="Passages">The passages of the prompt, in its order.</param>
    /// <param name="FirstTextMs">Milliseconds from the question to the first text.</param>
    /// <param name="LatencyMs">Milliseconds from the question to the end.</param>
    /// <param name="PromptTokens">The tokens of the prompt; null where the engine did not say.</param>
    /// <param name="AnswerTokens">The tokens of the answer.</param>
    /// <param name="MeanEntropy">The mean entropy of the answer's tokens, in nats.</param>
    /// <param name="MaxEntropy">The entropy of the token that the model was least sure of.</param>
    /// <param name="FinishReason">Why it ended.</param>
    private sealed record TraceView(
        int? Version,
        string? PromptHash,
        string? Prompt,
        IReadOnlyList<TracedPassage> Passages,
        int? FirstTextMs,
        int? LatencyMs,
        int? PromptTokens,
        int? AnswerTokens,
        double? MeanEntropy,
        double? MaxEntropy,
        string? FinishReason);

    private sealed record TracedPassage(int Number, string Title, string Path, string Text, double Score, bool Cited)
    {
        public static TracedPassage Of(int number, FoundPassage found, bool cited) =>
            new(number, found.Passage.Title, found.Passage.Path, found.Passage.Text, found.Score, cited);
    }
}
