import { DataSetPage } from "./data-set-page";
import type { DataSetRow } from "./loop-types";
import { Notice, when } from "./notice";
import { useLoad } from "./use-load";
import { useMore, type Page } from "./use-more";

/** What was trained on: the data sets, newest first, or one of them. */
export function DataSetsPage({ id }: { id: string | null }) {
  return id === null ? <DataSetList /> : <DataSetPage key={id} hash={id} />;
}

const path = "/api/data-sets?limit=50";

function DataSetList() {
  const first = useLoad<Page<DataSetRow>>(path);
  const more = useMore(path, first.value);
  const sets = [...(first.value?.items ?? []), ...more.items];
  return (
    <>
      <h1>Data sets</h1>
      <p className="muted">Each is what one run was trained on. None is ever changed, and each says why every piece of feedback is in or out.</p>
      <Notice error={first.error ?? more.error} loading={first.value === null} empty={first.value && sets.length === 0 ? "None yet: the first run builds one." : null} />
      {sets.length > 0 && (
        <div className="scroll framed" tabIndex={0} role="region" aria-label="Data sets">
          <table role="table" className="cards">
            <thead role="rowgroup">
              <tr role="row">{["data set", "built", "trained on", "held out"].map((name) => <th key={name} scope="col" role="columnheader">{name}</th>)}</tr>
            </thead>
            <tbody role="rowgroup">
              {sets.map((set) => (
                <tr key={set.hash} role="row">
                  <th scope="row" role="rowheader" data-label="data set"><a href={`#/data-sets/${set.hash}`} title={set.hash}><code>{set.hash.slice(0, 12)}</code></a></th>
                  <td role="cell" data-label="built">{when(set.createdAt)}</td>
                  <td role="cell" data-label="trained on">{set.trainCount} {set.trainCount === 1 ? "piece" : "pieces"}</td>
                  <td role="cell" data-label="held out">{set.heldOutCount}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {more.next !== null && <button type="button" disabled={more.busy} onClick={() => void more.load()}>Show more</button>}
    </>
  );
}
