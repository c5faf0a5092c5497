using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Evaluation.Judges;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Evaluation;

/// <summary>Asks a suite's questions through the same turn that visitors get, and measures the answers.</summary>
public sealed class SuiteRun(ChatTurn turn, TimeProvider time)
{
    /// <summary>Cases timed, one at a time, where others are asked at once.</summary>
    private const int TimedCases = 16;

    /// <summary>Counts a text's tokens as the model would; null leaves the token metrics out.</summary>
    public Func<string, int>? CountTokens { get; init; }

    /// <summary>A model that marks the answers of suites with a judge's prompt; null, the default, asks none.</summary>
    public IChatClient? Judge { get; init; }

    /// <summary>Runs every case, one after the other: an answer and its time then depend on no other case.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="profile">The business that is asked.</param>
    /// <param name="version">What answers.</param>
    /// <param name="progress">Told of each case as it ends.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    public Task<SuiteResult> RunAsync(
        Suite suite, BusinessProfile profile, RoutedVersion version, IProgress<CaseResult> progress, CancellationToken cancellationToken) =>
        RunAsync(suite, profile, version, progress, atOnce: 1, cancellationToken);

    /// <summary>
    /// Runs the cases, several at once. A case that shares the engine with others is slower than a visitor's, so every
    /// n-th case is asked first, alone and timed, and only the others share. Quantised kernels may answer a little
    /// otherwise in a batch than alone: for a decision, ask one at a time.
    /// </summary>
    /// <param name="suite">The suite.</param>
    /// <param name="profile">The business that is asked.</param>
    /// <param name="version">What answers.</param>
    /// <param name="progress">Told of each case as it ends, one at a time.</param>
    /// <param name="atOnce">Cases asked at once, at least 1.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    public async Task<SuiteResult> RunAsync(
        Suite suite,
        BusinessProfile profile,
        RoutedVersion version,
        IProgress<CaseResult> progress,
        int atOnce,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(atOnce, 1);
        CaseJudge? judge = Judge is not null && suite.JudgePrompt is not null
            ? new(Judge, PromptTemplate.Load(suite.JudgePrompt), time)
            : null;
        CaseResult[] results = new CaseResult[suite.Cases.Count];
        Lock telling = new();
        async Task RunOneAsync(int at, bool timed, CancellationToken stop)
        {
            SuiteCase asked = suite.Cases[at];
            GivenAnswer given = await AskAsync(asked, profile, version, timed, stop);
            if (judge is not null)
            {
                given = given with { Judged = await judge.MarkAsync(asked, given.Text, stop) };
            }

            results[at] = CaseMetrics.Measure(suite, asked, given);
            lock (telling)
            {
                progress.Report(results[at]);
            }
        }

        // The first answer of a version loads the engine or its adapter: no visitor's time, so it is thrown away.
        await AskAsync(suite.Cases[0], profile, version, timed: false, cancellationToken);
        int[] alone = [.. Enumerable.Range(0, results.Length).Where(at => atOnce == 1 || at % Step(results.Length) == 0)];
        foreach (int at in alone)
        {
            await RunOneAsync(at, timed: true, cancellationToken);
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, results.Length).Except(alone),
            options,
            async (at, stop) => await RunOneAsync(at, timed: false, stop));
        return new(suite.Name, suite.Hash, results);
    }

    private static int Step(int cases) => Math.Max(1, cases / TimedCases);

    private async Task<GivenAnswer> AskAsync(
        SuiteCase asked, BusinessProfile profile, RoutedVersion version, bool timed, CancellationToken cancellationToken)
    {
        List<ChatMessage> talk = [];
        List<string> earlier = [];
        foreach (CaseTurn before in asked.Before)
        {
            talk.Add(new(ChatRole.User, before.Question));
            (_, TurnCompleted said) = await TurnAsync(asked, new(profile, version, [.. talk]), cancellationToken);
            earlier.Add(said.Text);
            talk.Add(new(ChatRole.Assistant, said.Text));
        }

        talk.Add(new(ChatRole.User, asked.Question));
        long started = time.GetTimestamp();
        (AssembledPrompt prompt, TurnCompleted answer) = await TurnAsync(asked, new(profile, version, talk), cancellationToken);
        return new(answer.Text, answer.Citations)
        {
            Earlier = earlier,
            Style = version.Style.For(language: null, channel: null).Check(profile, firstTurn: earlier.Count == 0),
            Milliseconds = timed ? time.GetElapsedTime(started).TotalMilliseconds : null,
            PromptTokens = CountTokens is null ? null : prompt.Messages.Sum(message => CountTokens(message.Text)),
            AnswerTokens = CountTokens?.Invoke(answer.Text),
        };
    }

    private async Task<(AssembledPrompt Prompt, TurnCompleted Answer)> TurnAsync(
        SuiteCase asked, TurnRequest request, CancellationToken cancellationToken)
    {
        AssembledPrompt? prompt = null;
        TurnCompleted? answer = null;
        await foreach (TurnEvent happened in turn.RunAsync(request, cancellationToken))
        {
            prompt = (happened as TurnStarted)?.Prompt ?? prompt;
            answer = happened as TurnCompleted ?? answer;
        }

        // What visitors see of a proposed action is a question; cases are measured by what the model said.
        if (answer?.Proposal is { } proposal)
        {
            answer = answer with { Text = proposal.Raw };
        }

        return prompt is not null && answer is not null
            ? (prompt, answer)
            : throw new InvalidOperationException($"Case '{asked.Id}' ended without an answer.");
    }
}
