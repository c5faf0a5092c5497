using System.Collections.Concurrent;
using System.Text.Json;
using AssistantLoop.App.Actions;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Generators;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Inference;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Business;
using AssistantLoop.Storage.Conversations;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.Answers;

/// <summary>
/// Owns the generations of this process, so that a dropped socket or a reload neither stops nor loses one. At most
/// <see cref="MaxRunning"/> run or wait at once; more are refused at once.
/// </summary>
public sealed partial class AnswerJobs(
    ConversationStore conversations,
    AnswerLog log,
    VersionRouter router,
    ChatTurn turn,
    ActionDesk actions,
    AnswerTraces traces,
    BusinessProfile profile,
    TimeProvider time,
    ILogger<AnswerJobs> logger) : IHostedService, IDisposable
{
    /// <summary>Generations that may run or wait at once.</summary>
    public const int MaxRunning = 64;

    /// <summary>Messages of a conversation that the prompt is made from at most.</summary>
    private const int HistoryLength = 12;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<Guid, AnswerJob> _jobs = new();
    private readonly CancellationTokenSource _shutDown = new();

    /// <summary>Sweeps what an earlier process of this node left unfinished.</summary>
    public async Task StartAsync(CancellationToken cancellationToken) => await conversations.SweepAsync(cancellationToken);

    /// <summary>Stops the running generations and waits until what they said is persisted.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _shutDown.CancelAsync();
        await Task.WhenAll(_jobs.Values.Select(job => job.Work)).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _shutDown.Dispose();

    /// <summary>Stores a message and starts its answer; the same client id again gives the same answer back.</summary>
    /// <exception cref="ChatProblemException">Too many generations run.</exception>
    public async Task<Asked> AskAsync(
        Guid conversationId, string clientMessageId, string text, CancellationToken cancellationToken)
    {
        if (_jobs.Count >= MaxRunning)
        {
            throw new ChatProblemException("busy", "Too many people are asking at the moment. Please try again in a few seconds.", 5);
        }

        Asked asked = await conversations.AskAsync(profile.Tenant, conversationId, clientMessageId, text, cancellationToken);
        if (asked.IsNew)
        {
            AnswerJob job = new(asked.Answer);
            _jobs[asked.Answer.Id] = job;
            job.Work = Task.Run(() => RunAsync(asked, job), CancellationToken.None);
        }

        return asked;
    }

    /// <summary>Stops an answer; what it has said stays. One that has ended is left alone.</summary>
    public async Task StopAnswerAsync(Guid messageId)
    {
        if (_jobs.TryGetValue(messageId, out AnswerJob? job))
        {
            await job.Stop.CancelAsync();
            await job.Work;
        }
    }

    /// <summary>The generation of an answer; null where this process does not run it, or no more.</summary>
    internal AnswerJob? Find(Guid messageId) => _jobs.GetValueOrDefault(messageId);

    private async Task RunAsync(Asked asked, AnswerJob job)
    {
        Guid id = asked.Answer.Id;
        using CancellationTokenSource limit = new(s_limit, time);
        using CancellationTokenSource stop =
            CancellationTokenSource.CreateLinkedTokenSource(job.Stop.Token, _shutDown.Token, limit.Token);
        AnswerWriter writer = new(log, job);
        try
        {
            (string finish, AnswerEntropy? entropy, AnswerUsage? usage) = await GenerateAsync(asked, writer, stop.Token);
            await writer.EndAsync(MessageState.Complete, finish, entropy, usage);
            LogAnswered(id, finish);
        }
        catch (OperationCanceledException)
        {
            bool timedOut = limit.IsCancellationRequested;
            await writer.EndAsync(timedOut ? MessageState.Failed : MessageState.Stopped, timedOut ? "timeout" : "stopped");
            LogStopped(id);
        }
        catch (MessageTooLongException)
        {
            await writer.EndAsync(MessageState.Failed, "message_too_long");
        }
        catch (EngineOverloadedException)
        {
            await writer.EndAsync(MessageState.Failed, "busy");
        }
        catch (GeneratorUnavailableException error)
        {
            LogUnavailable(id, error.Message);
            await writer.EndAsync(MessageState.Failed, "busy");
        }
#pragma warning disable CA1031 // The edge of a background job: whatever went wrong, the answer must be seen to have failed.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailed(error, id);
            await writer.EndAsync(MessageState.Failed, "failed");
        }
        finally
        {
            _jobs.TryRemove(id, out _);
            job.End();
            job.Dispose();
        }
    }

    private async Task<(string Finish, AnswerEntropy? Entropy, AnswerUsage? Usage)> GenerateAsync(
        Asked asked, AnswerWriter writer, CancellationToken cancellationToken)
    {
        Guid talk = asked.Question.ConversationId;
        Conversation conversation = await conversations.FindAsync(profile.Tenant, talk, cancellationToken)
            ?? throw new NotFoundException("conversation", talk.ToString(), profile.Tenant);
        RoutedVersion version = await router.ForVisitorAsync(conversation.Visitor, talk, cancellationToken);
        TurnRequest request = new(profile, version, await TurnsAsync(asked, cancellationToken));
        await using IAsyncEnumerator<TurnEvent> events = turn.RunAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        string finish = "stop";
        AnswerEntropy? entropy = null;
        AnswerUsage? usage = null;
        while (await NextAsync(events, writer))
        {
            switch (events.Current)
            {
                case TurnStarted { Prompt: var prompt }:
                    writer.Begin(new(version.Id, PromptText.Write(prompt.Messages), PassageText.Write(prompt.Passages)));
                    break;
                case TurnText piece:
                    writer.Add(piece.Text);
                    break;
                case TurnCompleted end:
                    await KeepAsync(asked.Answer.Id, end, cancellationToken);
                    finish = end.FinishReason;
                    entropy = end.Uncertainty is { } unsure ? new(unsure.Mean, unsure.Max) : null;
                    usage = end.Usage is { } took ? new((int)(took.InputTokenCount ?? 0), (int)(took.OutputTokenCount ?? 0)) : null;
                    break;
            }
        }

        return (finish, entropy, usage);
    }

    // Before the end is written: who reads the end reads the proposal too.
    private async Task KeepAsync(Guid answer, TurnCompleted end, CancellationToken cancellationToken)
    {
        if (!end.Trace.IsEmpty)
        {
            await traces.KeepAsync(profile.Tenant, answer, JsonSerializer.Serialize(end.Trace, s_json), cancellationToken);
        }

        if (end.Proposal is { } proposal)
        {
            await actions.ProposeAsync(answer, proposal, cancellationToken);
        }
    }

    // What was gathered is written whenever the model has nothing more to say at once. What it says until that is written
    // comes together then, so that a turn is woken once a write and not once a token.
    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<TurnEvent> events, AnswerWriter writer)
    {
        ValueTask<bool> next = events.MoveNextAsync();
        if (next.IsCompleted)
        {
            return await next;
        }

        Task<bool> later = next.AsTask();
        await Task.WhenAll(later, writer.FlushAsync());
        return await later;
    }

    private async Task<IReadOnlyList<ChatMessage>> TurnsAsync(Asked asked, CancellationToken cancellationToken)
    {
        int after = Math.Max(0, asked.Question.Sequence - HistoryLength);
        return
        [
            .. (await conversations.MessagesAsync(profile.Tenant, asked.Question.ConversationId, after, cancellationToken))
                .Where(message => message.Sequence <= asked.Question.Sequence && message.Text.Length > 0)
                .Select(message => new ChatMessage(
                    message.Role == MessageRole.User ? ChatRole.User : ChatRole.Assistant, message.Text)),
        ];
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Answered message {MessageId}: {Finish}")]
    private partial void LogAnswered(Guid messageId, string finish);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped answer {MessageId}")]
    private partial void LogStopped(Guid messageId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Answer {MessageId} failed: {Problem}")]
    private partial void LogUnavailable(Guid messageId, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Answer {MessageId} failed")]
    private partial void LogFailed(Exception error, Guid messageId);
}
