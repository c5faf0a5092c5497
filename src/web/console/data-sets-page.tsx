import { DataSetPage } from "./data-set-page";
import { DataTable } from "./lists/data-table";
import { useList } from "./lists/use-list";
import type { DataSetRow } from "./loop-types";
import { when } from "./notice";

/** What was trained on: the data sets, newest first, or one of them. */
export function DataSetsPage({ id }: { id: string | null }) {
  return id === null ? <DataSetList /> : <DataSetPage key={id} hash={id} />;
}

function DataSetList() {
  const list = useList<DataSetRow>("/api/data-sets", { sort: "-createdAt" });
  return (
    <>
      <h1>Data sets</h1>
      <p className="muted">Each is what one run was trained on. None is ever changed, and each says why every piece of feedback is in or out.</p>
      <DataTable
        list={list}
        noun="data sets"
        label="Data sets"
        empty="None yet: the first run builds one."
        keyOf={(set) => set.hash}
        columns={[
          { name: "data set", cell: (set) => <a href={`#/data-sets/${set.hash}`} title={set.hash}><code>{set.hash.slice(0, 12)}</code></a> },
          { name: "built", sort: "createdAt", cell: (set) => when(set.createdAt), className: "date" },
          { name: "trained on", sort: "trainCount", cell: (set) => `${set.trainCount} ${set.trainCount === 1 ? "piece" : "pieces"}` },
          { name: "held out", sort: "heldOutCount", cell: (set) => set.heldOutCount, className: "number" },
        ]}
      />
    </>
  );
}
