import { Button, Progress } from "@mantine/core";
import { useState } from "react";
import { duration } from "./duration";
import { LossCurve } from "./loss-curve";
import { when } from "./notice";
import { Report } from "./report";
import { RunOutcome, stateOf } from "./run-outcome";
import { StateBadge } from "./state-badge";
import { isOpen, type Run } from "./types";
import { useRunEvents } from "./watch-run";

interface Props {
  run: Run;
  /** Told when the live stream ends, so that what came of the run is fetched. */
  onEnded(): void;
  onCancel(): Promise<void>;
}

/** The latest run: as it goes, and then what came of it. */
export function RunCard({ run, onEnded, onCancel }: Props) {
  const { events, interrupted } = useRunEvents(run.id, onEnded);
  const [cancelling, setCancelling] = useState(false);
  const progress = events.findLast((event) => event.kind === "progress");
  const message = events.findLast((event) => event.message)?.message;
  const training = run.state === "running" && progress;
  const cancel = async () => {
    setCancelling(true);
    await onCancel().catch(() => setCancelling(false));
  };
  return (
    <section className="card" aria-label="Latest run">
      <p className="meta">{when(run.createdAt)} · {run.reason} · asked for by {run.requestedBy}</p>
      <h2><span role="status">
        <StateBadge of={stateOf(run)}>{stateOf(run)}</StateBadge> {run.versionNumber ? `version ${run.versionNumber}` : ""}
      </span></h2>
      {isOpen(run) && (
        <>
          <p role="status">{message ?? "Waiting for a worker."}</p>
          {training && (
            <div className="steps">
              <Progress w={200} value={(100 * (progress.step ?? 0)) / (progress.steps || 1)} aria-label="Training steps" />
              <span>step {progress.step} of {progress.steps}</span>
              <span>{duration(progress.secondsLeft ?? 0)} left</span>
              <span>{Math.round(progress.tokensPerSecond ?? 0)} tokens a second</span>
            </div>
          )}
          <p>
            <Button type="button" disabled={cancelling} onClick={() => void cancel()}>Cancel the run</Button>{" "}
            <span className="muted" role="status">{cancelling ? "It stops at its next step." : ""}</span>
          </p>
        </>
      )}
      {interrupted && isOpen(run) && <p className="muted" role="status">The live view is interrupted. Trying again…</p>}
      {run.error && <p className="error">{run.error}</p>}
      <RunOutcome run={run} />
      {(isOpen(run) || events.some((event) => event.kind === "progress")) && <LossCurve events={events} />}
      {run.report && <Report markdown={run.report} fold="All figures" />}
    </section>
  );
}
