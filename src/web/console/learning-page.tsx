import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { api, textOf } from "./api";
import { Choice } from "./choice";
import { ImpactSection } from "./impact-section";
import { ListFrame } from "./lists/list-frame";
import { useList, type ListPage } from "./lists/use-list";
import { Meter } from "./meter";
import { Notice } from "./notice";
import { PastRun } from "./past-run";
import { RunCard } from "./run-card";
import type { Learning, Run } from "./types";
import { useLoad } from "./use-load";

const states = ["queued", "running", "evaluating", "succeeded", "rejected", "failed", "cancelled"] as const;

/** How much new data there is, the run in work as it goes, and the runs before. */
export function LearningPage() {
  const learning = useLoad<Learning>("/api/learning", 3_000);
  // The list carries every report, so it is asked for again only when the open run changes.
  const newest = useLoad<ListPage<Run>>("/api/runs?pageSize=1", 30_000);
  const runs = useList<Run, "state">("/api/runs", { sort: "-createdAt", pageSize: 10, filters: ["state"] });
  const [error, setError] = useState("");
  const running = learning.value?.running ?? null;
  const [reloadNewest, reloadRuns] = [newest.reload, runs.reload];
  useEffect(() => {
    void Promise.all([reloadNewest(), reloadRuns()]);
  }, [reloadNewest, reloadRuns, running?.id, running?.state]);
  const reload = () => Promise.all([learning.reload(), newest.reload(), runs.reload()]);
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
  const latest = newest.value?.items[0];
  return (
    <>
      <div className="heading">
        <h1>Learning</h1>
        {learning.value && <Meter value={learning.value.newPairs} of={learning.value.threshold} />}
      </div>
      <Notice error={learning.error ?? newest.error} loading={learning.value === null || newest.value === null} />
      <p className="error" role="alert">{error}</p>
      {learning.value && (
        <p className="buttons">
          <Button type="button" variant="filled" disabled={running !== null} onClick={() => void act("/api/runs").catch(() => undefined)}>Train now</Button>
          {learning.value.serving && <span className="muted">Version {learning.value.serving.number} serves.</span>}
        </p>
      )}
      {latest && <RunCard key={latest.id} run={latest} onEnded={() => void reload()} onCancel={() => act(`/api/runs/${latest.id}/cancel`)} />}
      {newest.value?.total === 0 && <p className="empty">No run yet. Correct answers under Review or Conversations, then train.</p>}
      <ImpactSection since={latest?.endedAt ?? null} />
      {(newest.value?.total ?? 0) > 0 && (
        <section aria-labelledby="runs">
          <h2 id="runs">All runs</h2>
          <ListFrame
            list={runs}
            noun="runs"
            empty="No run yet."
            filters={<Choice label="State" value={runs.filter.state} options={states} onChange={(event) => runs.setFilter({ state: event.target.value })} />}
          >
            {runs.items.map((run) => <PastRun key={run.id} run={run} />)}
          </ListFrame>
        </section>
      )}
    </>
  );
}
