using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Evaluation;

/// <summary>Asks a suite's questions through the same turn that visitors get, and measures the answers.</summary>
public sealed class SuiteRun(ChatTurn turn, TimeProvider time)
{
    /// <summary>Runs every case, one after the other.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="profile">The business that is asked.</param>
    /// <param name="version">What answers.</param>
    /// <param name="progress">Told of each case as it ends.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    public async Task<SuiteResult> RunAsync(
        Suite suite,
        BusinessProfile profile,
        RoutedVersion version,
        IProgress<CaseResult> progress,
        CancellationToken cancellationToken)
    {
        List<CaseResult> results = [];
        foreach (SuiteCase asked in suite.Cases)
        {
            long started = time.GetTimestamp();
            TurnCompleted answer = await AskAsync(asked, profile, version, cancellationToken);
            CaseResult result = CaseMetrics.Measure(
                asked, suite.Style, answer.Text, answer.Citations, time.GetElapsedTime(started).TotalMilliseconds);
            results.Add(result);
            progress.Report(result);
        }

        return new(suite.Name, suite.Hash, results);
    }

    private async Task<TurnCompleted> AskAsync(
        SuiteCase asked, BusinessProfile profile, RoutedVersion version, CancellationToken cancellationToken)
    {
        TurnCompleted? answer = null;
        TurnRequest request = new(profile, version, [new ChatMessage(ChatRole.User, asked.Question)]);
        await foreach (TurnEvent happened in turn.RunAsync(request, cancellationToken))
        {
            answer = happened as TurnCompleted ?? answer;
        }

        return answer ?? throw new InvalidOperationException($"Case '{asked.Id}' ended without an answer.");
    }
}
