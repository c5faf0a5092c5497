using System.Security.Cryptography;
using System.Text;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Inference;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Prompts;
using AssistantLoop.Storage.Versions;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.Comparisons;

/// <summary>Sets up blind comparisons: two answers to one prompt, in an order that chance decides.</summary>
public sealed class BlindComparison(
    ConversationStore conversations,
    PromptStore prompts,
    ComparisonStore comparisons,
    VersionStore versions,
    VersionRouter router,
    IChatClient client,
    BusinessProfile profile,
    TimeProvider time)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>Compares an answer with what another version says to the same prompt.</summary>
    /// <exception cref="NotFoundException">There is no such answer or version.</exception>
    /// <exception cref="ConflictException">The answer has not ended, or both say the same.</exception>
    /// <exception cref="ChatProblemException">The engine is busy or took too long.</exception>
    public async Task<Comparison> WithVersionAsync(Guid messageId, int number, string by, CancellationToken cancellationToken)
    {
        Message given = await AnswerAsync(messageId, cancellationToken);
        AssistantVersion version = await versions.FindByNumberAsync(profile.Tenant, number, cancellationToken)
            ?? throw new NotFoundException("version", number.ToString(System.Globalization.CultureInfo.InvariantCulture), profile.Tenant);
        string prompt = await prompts.FindAsync(profile.Tenant, given.PromptHash!, cancellationToken)
            ?? throw new NotFoundException("prompt", given.PromptHash!, profile.Tenant);
        string other = await AskAsync(version, PromptText.Read(prompt), cancellationToken);
        return await AddAsync(given, new(other, version.Id), by, cancellationToken);
    }

    /// <summary>Compares two answers that were given to one question.</summary>
    /// <exception cref="NotFoundException">There is no such answer.</exception>
    /// <exception cref="ConflictException">They are answers to different questions, have not ended, or say the same.</exception>
    public async Task<Comparison> WithAnswerAsync(Guid messageId, Guid otherId, string by, CancellationToken cancellationToken)
    {
        Message given = await AnswerAsync(messageId, cancellationToken);
        Message other = await AnswerAsync(otherId, cancellationToken);
        return given.ReplyTo == other.ReplyTo
            ? await AddAsync(given, new(other.Text, other.VersionId), by, cancellationToken)
            : throw new ConflictException("The two are answers to different questions.");
    }

    private Task<Comparison> AddAsync(Message given, ComparedAnswer other, string by, CancellationToken cancellationToken)
    {
        ComparedAnswer first = new(given.Text, given.VersionId);
        bool swapped = RandomNumberGenerator.GetInt32(2) == 1;
        return comparisons.AddAsync(
            profile.Tenant, given.Id, swapped ? other : first, swapped ? first : other, by, cancellationToken);
    }

    private async Task<Message> AnswerAsync(Guid id, CancellationToken cancellationToken)
    {
        Message? message = await conversations.MessageAsync(profile.Tenant, id, cancellationToken);
        return message is not { Role: MessageRole.Assistant, PromptHash: not null }
            ? throw new NotFoundException("answer with a recorded prompt", id.ToString(), profile.Tenant)
            : message.State == MessageState.Complete
                ? message
                : throw new ConflictException("The answer is not complete; only complete answers can be compared.");
    }

    private async Task<string> AskAsync(
        AssistantVersion version, IReadOnlyList<ChatMessage> prompt, CancellationToken cancellationToken)
    {
        RoutedVersion routed = await router.RouteAsync(version, cancellationToken);
        ChatOptions options = routed.Prompt.Options();
        options.ModelId = routed.Adapter;
        (options.AdditionalProperties ??= [])[EngineChatClient.Tenant] = profile.Tenant;
        using CancellationTokenSource limit = new(s_limit, time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        StringBuilder answer = new();
        try
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(prompt, options, stop.Token))
            {
                answer.Append(update.Text);
            }
        }
        catch (EngineOverloadedException)
        {
            throw new ChatProblemException("busy", "The engine has too much to do at the moment. Try again in a few seconds.", 5);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ChatProblemException("busy", "The other version took too long to answer. Try again later.", 30);
        }

        return answer.ToString().Trim();
    }
}
