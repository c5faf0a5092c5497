import { useState } from "react";
import { api, textOf } from "./api";
import { LossCurve } from "./loss-curve";
import { Meter } from "./meter";
import { Notice, when } from "./notice";
import { Report } from "./report";
import { isOpen, type Learning, type Run } from "./types";
import { useLoad } from "./use-load";
import { useRunEvents } from "./watch-run";

/** How much new data there is, the run in work as it goes, and the runs before. */
export function LearningPage() {
  const learning = useLoad<Learning>("/api/learning", 3_000);
  const runs = useLoad<Run[]>("/api/runs", 3_000);
  const [error, setError] = useState("");
  const act = async (path: string) => {
    setError("");
    try {
      await api(path, {});
      await Promise.all([learning.reload(), runs.reload()]);
    } catch (thrown) {
      setError(textOf(thrown));
    }
  };
  const latest = runs.value?.[0];
  return (
    <>
      <div className="heading">
        <h1>Learning</h1>
        {learning.value && <Meter value={learning.value.newPairs} of={learning.value.threshold} />}
      </div>
      <Notice error={learning.error ?? runs.error} loading={learning.value === null} />
      <p className="error" role="alert">{error}</p>
      <p>
        <button type="button" className="primary" disabled={learning.value === null || learning.value.running !== null} onClick={() => void act("/api/runs")}>Train now</button>{" "}
        {learning.value?.serving && <span className="muted">Version {learning.value.serving.number} serves.</span>}
      </p>
      {latest && <RunCard key={latest.id} run={latest} onCancel={() => void act(`/api/runs/${latest.id}/cancel`)} />}
      {runs.value?.length === 0 && <p className="empty">No run yet. Correct answers under Review or Conversations, then train.</p>}
      {runs.value && runs.value.length > 1 && (
        <section aria-label="Earlier runs">
          <h2>Earlier runs</h2>
          {runs.value.slice(1).map((run) => (
            <details key={run.id} className="card">
              <summary>{when(run.createdAt)}: {run.state}{run.versionNumber ? `, version ${run.versionNumber}` : ""}</summary>
              {run.report ? <Report markdown={run.report} /> : <p className="error">{run.error}</p>}
            </details>
          ))}
        </section>
      )}
    </>
  );
}

function RunCard({ run, onCancel }: { run: Run; onCancel(): void }) {
  const { events, error } = useRunEvents(run.id);
  const progress = events.filter((event) => event.kind === "progress").at(-1);
  const message = events.filter((event) => event.message).at(-1)?.message;
  return (
    <section className="card" aria-label="Latest run">
      <p className="meta">{when(run.createdAt)} · {run.reason} · asked for by {run.requestedBy}</p>
      <h2><span className={`badge ${run.state}`}>{run.state}</span> {run.versionNumber ? `version ${run.versionNumber}` : ""}</h2>
      {isOpen(run) && (
        <>
          <p role="status">{message ?? "Waiting for a worker."}</p>
          {progress && (
            <p>
              <progress max={progress.steps ?? 1} value={progress.step ?? 0} aria-label="Training steps" />{" "}
              step {progress.step} of {progress.steps}, {Math.ceil(progress.secondsLeft ?? 0)} s left, {Math.round(progress.tokensPerSecond ?? 0)} tokens a second
            </p>
          )}
          <p><button type="button" onClick={onCancel}>Cancel the run</button></p>
        </>
      )}
      {error && isOpen(run) && <p className="muted">{error} Trying again.</p>}
      {run.error && <p className="error">{run.error}</p>}
      <LossCurve events={events} />
      {run.report && <Report markdown={run.report} />}
    </section>
  );
}
