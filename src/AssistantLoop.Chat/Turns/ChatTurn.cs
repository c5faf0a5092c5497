using System.Runtime.CompilerServices;
using System.Text;
using AssistantLoop.Chat.Citations;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Retrieval.Search;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Chat.Turns;

/// <summary>
/// Answers one message: finds passages, assembles the prompt, streams the model's answer and binds its citations.
/// Stores nothing. Visitors and evaluation ask through this same class. Thread-safe.
/// </summary>
public sealed class ChatTurn(PassageSearch search, PromptBuilder prompts, IChatClient client)
{
    /// <summary>Runs the turn; the events come in the order <see cref="TurnEvent"/> says.</summary>
    /// <exception cref="MessageTooLongException">The visitor's message does not fit the prompt.</exception>
    public async IAsyncEnumerable<TurnEvent> RunAsync(
        TurnRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SearchResult found = await search.SearchAsync(Asked(request), cancellationToken);
        AssembledPrompt prompt = prompts.Build(
            request.Rules.Count == 0 ? request.Profile : request.Profile with { Rules = [.. request.Profile.Rules, .. request.Rules] },
            request.Version.Prompt,
            request.Version.Style,
            request.Turns,
            found.Passages);
        yield return new TurnStarted(prompt);

        ChatOptions options = Merge(request.Version.Prompt.Options(), request.Options);
        options.ModelId = request.Version.Adapter;
        (options.AdditionalProperties ??= [])["tenant"] = request.Profile.Tenant;
        StringBuilder answer = new();
        ChatFinishReason? finish = null;
        TurnUncertainty? uncertainty = null;
        UsageDetails? usage = null;
        await foreach (ChatResponseUpdate update in
            client.GetStreamingResponseAsync(prompt.Messages, options, cancellationToken))
        {
            finish = update.FinishReason ?? finish;
            uncertainty = TurnUncertainty.Read(update.AdditionalProperties) ?? uncertainty;
            usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? usage;
            if (update.Text.Length > 0)
            {
                answer.Append(update.Text);
                yield return new TurnText(update.Text);
            }
        }

        string text = answer.ToString();
        yield return new TurnCompleted(
            text, CitationReader.Read(text, prompt.Passages), (finish ?? ChatFinishReason.Stop).Value, uncertainty, usage);
    }

    private static ChatOptions Merge(ChatOptions prompt, ChatOptions? given)
    {
        if (given is null)
        {
            return prompt;
        }

        ChatOptions merged = given.Clone();
        merged.Temperature ??= prompt.Temperature;
        merged.TopP ??= prompt.TopP;
        merged.MaxOutputTokens ??= prompt.MaxOutputTokens;
        merged.StopSequences ??= prompt.StopSequences;
        return merged;
    }

    private static SearchRequest Asked(TurnRequest request)
    {
        string[] asked = [.. request.Turns.Where(turn => turn.Role == ChatRole.User).Select(turn => turn.Text)];
        return asked.Length == 0
            ? throw new ArgumentException("The conversation has no visitor's message.", nameof(request))
            : new(request.Profile.Tenant, asked[^1])
            {
                Earlier = asked[..^1],
                LastAnswer = request.Turns.LastOrDefault(turn => turn.Role == ChatRole.Assistant)?.Text,
            };
    }
}
