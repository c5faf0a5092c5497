import { Button } from "@mantine/core";
import { useState } from "react";
import { AskDialog, type Action } from "./ask-dialog";
import { DecisionTable } from "./decision-table";
import { Experiments } from "./experiments";
import { LineageGraph } from "./lineage-graph";
import { useList, type ListPage } from "./lists/use-list";
import type { DecidedRow, Experiment, Lineage } from "./loop-types";
import { Notice } from "./notice";
import type { Version } from "./types";
import { useLoad } from "./use-load";
import { promote, retire, rollback } from "./version-actions";
import { VersionTable } from "./version-table";

/** Every version with its lineage and what it is tried on; whatever changes who is answered by what asks for a reason first. */
export function VersionsPage() {
  const versions = useList<Version>("/api/versions", { sort: "-number", interval: 5_000 });
  const all = useLoad<ListPage<Version>>("/api/versions?pageSize=200", 30_000);
  const running = useLoad<ListPage<Experiment>>("/api/experiments?state=open&pageSize=1", 10_000);
  const ended = useList<Experiment>("/api/experiments?state=ended", { sort: "-number", pageSize: 10, name: "experiments." });
  const decisions = useList<DecidedRow>("/api/decisions", { sort: "-at", pageSize: 10, name: "decisions." });
  const lineage = useLoad<Lineage>("/api/lineage", 30_000);
  const [action, setAction] = useState<Action | null>(null);
  const [said, setSaid] = useState("");
  const changed = (what: string) => {
    setSaid(what);
    setAction(null);
    void Promise.all([versions, all, running, ended, decisions, lineage].map((one) => one.reload()));
  };
  const open = running.value?.items[0] ?? null;
  return (
    <>
      <div className="heading">
        <h1>Versions</h1>
        <Button type="button" disabled={(all.value?.total ?? 0) < 2} onClick={() => setAction(rollback)}>Roll back</Button>
      </div>
      <p className="said" role="status">{said}</p>
      <VersionTable list={versions} open={open} onPromote={(version) => setAction(promote(version))} onRetire={(version) => setAction(retire(version))} />
      <Notice error={running.error ?? all.error} loading={running.value === null || all.value === null} />
      {all.value && running.value && <Experiments open={open} ended={ended} versions={all.value.items} onAsk={setAction} onChanged={changed} />}
      <section aria-labelledby="lineage">
        <h2 id="lineage">Lineage</h2>
        <Notice error={lineage.error} loading={lineage.value === null} />
        {lineage.value && <LineageGraph versions={lineage.value.versions.map(({ version }) => version)} />}
      </section>
      <DecisionTable list={decisions} />
      <AskDialog action={action} onClose={() => setAction(null)} onDone={changed} />
    </>
  );
}
