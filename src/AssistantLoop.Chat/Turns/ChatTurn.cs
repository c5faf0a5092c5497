using System.Runtime.CompilerServices;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Citations;
using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Kernels;
using AssistantLoop.Chat.Limits;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Retrieval.Search;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace AssistantLoop.Chat.Turns;

/// <summary>
/// Answers one message: finds passages, assembles the prompt, streams the model's answer through the business's checks and
/// binds its citations. Stores nothing. Visitors and evaluation ask through this same class. Thread-safe.
/// </summary>
/// <param name="search">Finds passages.</param>
/// <param name="prompts">Assembles prompts.</param>
/// <param name="kernel">Holds the model, and the remote generators by name.</param>
/// <param name="time">Says which dated rules hold.</param>
public sealed class ChatTurn(PassageSearch search, PromptBuilder prompts, Kernel kernel, TimeProvider time)
{
    /// <summary>A turn over one model, by the machine's clock.</summary>
    public ChatTurn(PassageSearch search, PromptBuilder prompts, IChatClient client)
        : this(search, prompts, ChatKernel.Of(client), TimeProvider.System)
    {
    }

    /// <summary>The business's content as edited since business.yaml was read; null: that of the profile.</summary>
    public Func<BusinessProfile, CancellationToken, ValueTask<BusinessContent>>? Content { get; init; }

    /// <summary>Runs the turn; the events come in the order <see cref="TurnEvent"/> says.</summary>
    /// <exception cref="MessageTooLongException">The visitor's message does not fit the prompt.</exception>
    /// <exception cref="Generators.GeneratorUnavailableException">The version's remote generator does not answer.</exception>
    public async IAsyncEnumerable<TurnEvent> RunAsync(
        TurnRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SearchRequest asked = Asked(request);
        SearchResult found = await search.SearchAsync(asked, cancellationToken);
        BusinessContent content = request.Content
            ?? (Content is null ? request.Profile.Content : await Content(request.Profile, cancellationToken));
        TurnContext context = new(asked.Question, found.Passages, time.GetUtcNow())
        {
            Language = request.Language,
            Channel = request.Channel,
            Earlier = asked.Earlier,
        };
        TurnPlan plan = TurnPlan.Of(request.Profile, content, request.Version.Style, context, request.Rules);
        AssembledPrompt prompt = prompts.Build(request.Profile, request.Version.Prompt, plan.Lines, request.Turns, found.Passages);
        yield return new TurnStarted(prompt);

        AnswerGuard guard = new(IsJson(request) ? BusinessContent.Empty : content, plan, context);
        ModelAnswer answer = new(kernel, request, prompt);
        if (LimitCheck.TopicOf(content.Limits, context.Question) is { } topic)
        {
            yield return new TurnText(guard.Refuse(topic));
        }
        else
        {
            await foreach (string piece in answer.ReadAsync(cancellationToken))
            {
                string text = guard.Add(piece);
                if (text.Length > 0)
                {
                    yield return new TurnText(text);
                }

                if (guard.Cut)
                {
                    break;
                }
            }

            string rest = guard.Cut ? "" : guard.End();
            if (rest.Length > 0)
            {
                yield return new TurnText(rest) { Proposal = guard.Proposal };
            }
        }

        yield return new TurnCompleted(
            guard.Text,
            CitationReader.Read(guard.Text, prompt.Passages),
            (guard.Cut ? ChatFinishReason.ContentFilter : answer.Finish ?? ChatFinishReason.Stop).Value,
            answer.Uncertainty,
            answer.Usage)
        {
            Proposal = guard.Proposal,
            Trace = new(
                plan.Rules,
                plan.Terms,
                plan.Dropped,
                [.. guard.Violations, .. guard.Cut || guard.Proposal is not null || IsJson(request) ? [] : plan.Check.Of(guard.Text.Trim())],
                answer.Generator,
                answer.FellBack),
        };
    }

    // An answer by a schema is a program's: its words are not put right, and it is no proposal.
    private static bool IsJson(TurnRequest request) => request.Options?.ResponseFormat is ChatResponseFormatJson;

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
