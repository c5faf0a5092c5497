using System.Runtime.CompilerServices;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Learning.Runs;

/// <summary>A run's events as they happen, whichever process works on it.</summary>
public sealed class RunFollower(RunStore runs, TimeProvider time)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(250);

    /// <summary>The events after a sequence number (0 for all); ends, with the end state, when the run ends.</summary>
    /// <exception cref="NotFoundException">There is no such run.</exception>
    public async IAsyncEnumerable<RunEvent> FollowAsync(
        string tenant, Guid runId, int afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            // The state first: an ended run gets no more progress, so what is read after it is complete.
            Run run = await runs.FindAsync(tenant, runId, cancellationToken)
                ?? throw new NotFoundException("run", runId.ToString(), tenant);
            foreach (RunProgress line in await runs.ProgressAsync(tenant, runId, afterSequence, cancellationToken))
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
