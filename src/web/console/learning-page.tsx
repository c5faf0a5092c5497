import { useEffect, useState } from "react";
import { api, textOf } from "./api";
import { ImpactSection } from "./impact-section";
import { Meter } from "./meter";
import { Notice } from "./notice";
import { PastRun } from "./past-run";
import { RunCard } from "./run-card";
import type { Learning, Run } from "./types";
import { useLoad } from "./use-load";

/** How much new data there is, the run in work as it goes, and the runs before. */
export function LearningPage() {
  const learning = useLoad<Learning>("/api/learning", 3_000);
  // The list carries every report, so it is asked for again only when the open run changes.
  const runs = useLoad<Run[]>("/api/runs", 30_000);
  const [error, setError] = useState("");
  const running = learning.value?.running ?? null;
  const reloadRuns = runs.reload;
  useEffect(() => {
    void reloadRuns();
  }, [reloadRuns, running?.id, running?.state]);
  const reload = () => Promise.all([learning.reload(), runs.reload()]);
  const act = async (path: string) => {
    setError("");
    try {
      await api(path, {});
      await reload();
    } catch (thrown) {
      setError(textOf(thrown));
      throw thrown;
    }
  };
  const [latest, ...earlier] = runs.value ?? [];
  return (
    <>
      <div className="heading">
        <h1>Learning</h1>
        {learning.value && <Meter value={learning.value.newPairs} of={learning.value.threshold} />}
      </div>
      <Notice error={learning.error ?? runs.error} loading={learning.value === null || runs.value === null} />
      <p className="error" role="alert">{error}</p>
      {learning.value && (
        <p className="buttons">
          <button type="button" className="primary" disabled={running !== null} onClick={() => void act("/api/runs").catch(() => undefined)}>Train now</button>
          {learning.value.serving && <span className="muted">Version {learning.value.serving.number} serves.</span>}
        </p>
      )}
      {latest && <RunCard key={latest.id} run={latest} onEnded={() => void reload()} onCancel={() => act(`/api/runs/${latest.id}/cancel`)} />}
      {runs.value?.length === 0 && <p className="empty">No run yet. Correct answers under Review or Conversations, then train.</p>}
      <ImpactSection since={latest?.endedAt ?? null} />
      {earlier.length > 0 && (
        <section aria-label="Earlier runs">
          <h2>Earlier runs</h2>
          {earlier.map((run) => <PastRun key={run.id} run={run} />)}
        </section>
      )}
    </>
  );
}
