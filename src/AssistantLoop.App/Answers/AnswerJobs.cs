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
    RevisionStore revisions,
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

    /// <summary>The least time between two looks at what a model says: fast ones do not wake their followers for each token.</summary>
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<Guid, AnswerJob> _jobs = new();
    private readonly CancellationTokenSource _shutDown = new();
    private Task _sweeping = Task.CompletedTask;

    /// <summary>Sweeps what an earlier process of this node left unfinished, and from then on what dead nodes did.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await conversations.SweepAsync(profile.Tenant, cancellationToken);
        OrphanSweep sweep = new(conversations, profile.Tenant, time, logger) { IsAnswering = () => !_jobs.IsEmpty, Oldest = 2 * s_limit };
        _sweeping = Task.Run(() => sweep.RunAsync(_shutDown.Token), CancellationToken.None);
    }

    /// <summary>Stops the running generations and waits until what they said is persisted.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _shutDown.CancelAsync();
        await Task.WhenAll([_sweeping, .. _jobs.Values.Select(job => job.Work)]).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _shutDown.Dispose();

    /// <summary>
    /// Stores a visitor's message and starts its answer, unless a person handles the conversation; the same client id
    /// again gives the same back.
    /// </summary>
    /// <exception cref="ChatProblemException">Too many generations run.</exception>
    public Task<Sent> SendAsync(
        Guid conversationId, string clientMessageId, string text, CancellationToken cancellationToken) =>
        StartAsync(() => conversations.SendAsync(profile.Tenant, conversationId, clientMessageId, text, cancellationToken));

    /// <summary>As <see cref="SendAsync"/>, for those who can only wait for an answer.</summary>
    /// <exception cref="ChatProblemException">Too many generations run.</exception>
    /// <exception cref="ConflictException">A person handles the conversation.</exception>
    public async Task<Asked> AskAsync(
        Guid conversationId, string clientMessageId, string text, CancellationToken cancellationToken)
    {
        Asked? asked = null;
        await StartAsync(async () =>
        {
            asked = await conversations.AskAsync(profile.Tenant, conversationId, clientMessageId, text, cancellationToken);
            return new(asked.Question, asked.Answer, asked.IsNew);
        });
        return asked!;
    }

    /// <summary>Starts another answer to the last message; the same client id again gives the same back.</summary>
    /// <exception cref="ChatProblemException">Too many generations run.</exception>
    public Task<Sent> RegenerateAsync(Guid answerId, string clientMessageId, CancellationToken cancellationToken) =>
        StartAsync(() => revisions.RegenerateAsync(profile.Tenant, answerId, clientMessageId, cancellationToken));

    /// <summary>Changes the visitor's last message and starts its answer; the same client id again gives the same back.</summary>
    /// <exception cref="ChatProblemException">Too many generations run.</exception>
    public Task<Sent> EditAsync(Guid questionId, string clientMessageId, string text, CancellationToken cancellationToken) =>
        StartAsync(() => revisions.EditAsync(profile.Tenant, questionId, clientMessageId, text, cancellationToken));

    /// <summary>Stops an answer; what it has said stays. One that has ended is left alone.</summary>
    public async Task StopAnswerAsync(Guid messageId)
    {
        if (_jobs.TryGetValue(messageId, out AnswerJob? job))
        {
            await job.Stop.CancelAsync();
            await job.Work;
        }
    }

    /// <summary>
    /// Stops what is being answered in a conversation that people answer from now on: here, with all that was said, and what
    /// other processes write, as far as it is stored.
    /// </summary>
    public async Task StopConversationAsync(Guid conversationId)
    {
        foreach (AnswerJob job in _jobs.Values.Where(job => job.ConversationId == conversationId))
        {
            await StopAnswerAsync(job.Id);
        }

        await conversations.StopAsync(profile.Tenant, conversationId, CancellationToken.None);
    }

    /// <summary>The generation of an answer; null where this process does not run it, or no more.</summary>
    internal AnswerJob? Find(Guid messageId) => _jobs.GetValueOrDefault(messageId);

    private async Task<Sent> StartAsync(Func<Task<Sent>> store)
    {
        if (_jobs.Count >= MaxRunning)
        {
            throw new ChatProblemException("busy", "Too many people are asking at the moment. Please try again in a few seconds.", 5);
        }

        Sent sent = await store();
        foreach (Message replaced in sent.Replaced)
        {
            await StopAnswerAsync(replaced.Id);
        }

        if (sent is { IsNew: true, Answer: { } answer })
        {
            AnswerJob job = new(answer);
            _jobs[answer.Id] = job;
            job.Work = Task.Run(() => RunAsync(sent.Question, job), CancellationToken.None);
        }

        return sent;
    }

    private async Task RunAsync(Message question, AnswerJob job)
    {
        Guid id = job.Id;
        using CancellationTokenSource limit = new(s_limit, time);
        using CancellationTokenSource stop =
            CancellationTokenSource.CreateLinkedTokenSource(job.Stop.Token, _shutDown.Token, limit.Token);
        AnswerWriter writer = new(log, job);
        try
        {
            (string finish, AnswerEntropy? entropy, AnswerUsage? usage) = await GenerateAsync(question, job, writer, stop.Token);
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
            await writer.EndAsync(MessageState.Failed, "unavailable");
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
        Message question, AnswerJob job, AnswerWriter writer, CancellationToken cancellationToken)
    {
        Guid talk = question.ConversationId;
        Conversation conversation = await conversations.FindAsync(profile.Tenant, talk, cancellationToken)
            ?? throw new NotFoundException("conversation", talk.ToString(), profile.Tenant);
        RoutedVersion version = await router.ForVisitorAsync(conversation.Visitor, talk, cancellationToken);
        TurnRequest request = new(profile, version, await TurnsAsync(question, cancellationToken))
        {
            Language = conversation.Language,
            Channel = conversation.Channel,
        };
        await using IAsyncEnumerator<TurnEvent> events = turn.RunAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        string finish = "stop";
        AnswerEntropy? entropy = null;
        AnswerUsage? usage = null;
        while (await NextAsync(events))
        {
            switch (events.Current)
            {
                case TurnStarted { Prompt: var prompt }:
                    writer.Begin(new(version.Id, PromptText.Write(prompt.Messages), PassageText.Write(prompt.Passages)));
                    break;
                case TurnText piece:
                    job.Add(piece.Text);
                    break;
                case TurnCompleted end:
                    // The last words do not wait until the end is stored.
                    job.Announce();
                    await KeepAsync(job.Id, end, cancellationToken);
                    finish = end.FinishReason;
                    entropy = end.Uncertainty is { } unsure ? new(unsure.Mean, unsure.Max) : null;
                    usage = end.Usage is { } took ? new((int)(took.InputTokenCount ?? 0), (int)(took.OutputTokenCount ?? 0)) : null;
                    break;
            }
        }

        return (finish, entropy, usage);

        // What was said is shown whenever the model has nothing more to say at once. What it says within the pace comes
        // together then, so that a turn is woken that often and not for each token.
        async ValueTask<bool> NextAsync(IAsyncEnumerator<TurnEvent> events)
        {
            ValueTask<bool> next = events.MoveNextAsync();
            if (next.IsCompleted)
            {
                return await next;
            }

            writer.Flush();
            Task<bool> later = next.AsTask();
            await Task.WhenAll(later, Task.Delay(s_pace, time, CancellationToken.None));
            return await later;
        }
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

    private async Task<IReadOnlyList<ChatMessage>> TurnsAsync(Message question, CancellationToken cancellationToken) =>
    [
        .. (await conversations.SaidAsync(profile.Tenant, question, HistoryLength, cancellationToken))
            .Select(message => new ChatMessage(
                message.Role == MessageRole.User ? ChatRole.User : ChatRole.Assistant, message.Text)),
    ];

    [LoggerMessage(Level = LogLevel.Information, Message = "Answered message {MessageId}: {Finish}")]
    private partial void LogAnswered(Guid messageId, string finish);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped answer {MessageId}")]
    private partial void LogStopped(Guid messageId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Answer {MessageId} failed: {Problem}")]
    private partial void LogUnavailable(Guid messageId, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Answer {MessageId} failed")]
    private partial void LogFailed(Exception error, Guid messageId);
}
