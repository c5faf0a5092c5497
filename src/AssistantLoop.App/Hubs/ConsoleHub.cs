using System.Runtime.CompilerServices;
using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Storage.Runs;
using Microsoft.AspNetCore.SignalR;

namespace AssistantLoop.App.Hubs;

/// <summary>The console's socket: a run's progress as it happens.</summary>
public sealed class ConsoleHub(RunStore runs, BusinessProfile profile, TimeProvider time) : Hub
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(250);

    /// <summary>A run's events after a sequence number (0 for all); ends when the run ends.</summary>
    public async IAsyncEnumerable<RunEvent> WatchRun(
        string? runId, int afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guid id = Guid.TryParse(runId, out Guid parsed) ? parsed : throw new ChatProblemException("unknown_run", "There is no such run.");
        while (true)
        {
            // The state first: an ended run gets no more progress, so what is read after it is complete.
            Run run = await runs.FindAsync(profile.Tenant, id, cancellationToken)
                ?? throw new ChatProblemException("unknown_run", "There is no such run.");
            foreach (RunProgress line in await runs.ProgressAsync(profile.Tenant, id, afterSequence, cancellationToken))
            {
                afterSequence = line.Sequence;
                yield return RunEvent.Read(line.Sequence, line.Content);
            }

            if (run.State is not (RunState.Queued or RunState.Running or RunState.Evaluating))
            {
                yield return new("state")
                {
                    Sequence = afterSequence,
                    State = run.State.ToString().ToLowerInvariant(),
                    Message = run.Error,
                };
                yield break;
            }

            await Task.Delay(s_poll, time, cancellationToken);
        }
    }
}
