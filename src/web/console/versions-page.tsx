import { useState } from "react";
import { AskDialog, type Action } from "./ask-dialog";
import { DecisionTable } from "./decision-table";
import { Experiments } from "./experiments";
import { LineageGraph } from "./lineage-graph";
import type { Experiment, Lineage } from "./loop-types";
import { Notice } from "./notice";
import type { Version } from "./types";
import { useLoad } from "./use-load";
import { promote, retire, rollback } from "./version-actions";
import { VersionTable } from "./version-table";

/** Every version with its lineage and what it is tried on; whatever changes who is answered by what asks for a reason first. */
export function VersionsPage() {
  const versions = useLoad<Version[]>("/api/versions", 5_000);
  const experiments = useLoad<Experiment[]>("/api/experiments", 10_000);
  const lineage = useLoad<Lineage>("/api/lineage", 30_000);
  const [action, setAction] = useState<Action | null>(null);
  const [said, setSaid] = useState("");
  const changed = (what: string) => {
    setSaid(what);
    setAction(null);
    void Promise.all([versions.reload(), experiments.reload(), lineage.reload()]);
  };
  const open = experiments.value?.find((experiment) => experiment.state === "open") ?? null;
  return (
    <>
      <div className="heading">
        <h1>Versions</h1>
        <button type="button" disabled={(versions.value?.length ?? 0) < 2} onClick={() => setAction(rollback)}>Roll back</button>
      </div>
      <p className="said" role="status">{said}</p>
      <Notice error={versions.error} loading={versions.value === null} />
      {versions.value && (
        <VersionTable versions={versions.value} open={open} onPromote={(version) => setAction(promote(version))} onRetire={(version) => setAction(retire(version))} />
      )}
      <Notice error={experiments.error} loading={experiments.value === null} />
      {versions.value && experiments.value && (
        <Experiments experiments={experiments.value} versions={versions.value} onAsk={setAction} onChanged={changed} />
      )}
      <section aria-labelledby="lineage">
        <h2 id="lineage">Lineage</h2>
        <Notice error={lineage.error} loading={lineage.value === null} />
        {lineage.value && (
          <>
            <LineageGraph versions={lineage.value.versions.map(({ version }) => version)} />
            <DecisionTable lineage={lineage.value} />
          </>
        )}
      </section>
      <AskDialog action={action} onClose={() => setAction(null)} onDone={changed} />
    </>
  );
}
