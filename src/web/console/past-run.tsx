import { when } from "./notice";
import { Report } from "./report";
import { RunOutcome, stateOf } from "./run-outcome";
import { StateBadge } from "./state-badge";
import type { Run } from "./types";

/** A run before the latest one, folded. */
export function PastRun({ run }: { run: Run }) {
  return (
    <details className="card past">
      <summary>
        {when(run.createdAt)} <StateBadge of={stateOf(run)}>{stateOf(run)}</StateBadge>
        {run.versionNumber ? `version ${run.versionNumber}` : ""}{run.samples ? `, ${run.samples} samples` : ""}
      </summary>
      <p className="meta">{run.reason} · asked for by {run.requestedBy}</p>
      {run.error && <p className="error">{run.error}</p>}
      <RunOutcome run={run} />
      {run.report && <Report markdown={run.report} fold="All figures" />}
    </details>
  );
}
