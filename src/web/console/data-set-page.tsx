import { Ledger } from "./ledger";
import type { DataSet } from "./loop-types";
import { Notice, when } from "./notice";
import { Report } from "./report";
import { useLoad } from "./use-load";

/** One data set: its card, the versions trained on it, and the ledger. */
export function DataSetPage({ hash }: { hash: string }) {
  const set = useLoad<DataSet>(`/api/data-sets/${encodeURIComponent(hash)}`);
  const reasons = Object.keys({ ...set.value?.manifest.dropped, ...set.value?.manifest.quarantined }).sort();
  return (
    <>
      <p className="back"><a href="#/data-sets">All data sets</a></p>
      <h1>Data set <code>{hash.slice(0, 12)}</code></h1>
      <Notice error={set.error} loading={set.value === null} />
      {set.value && (
        <>
          <p>
            Built {when(set.value.createdAt)}; {set.value.trainCount} pieces to train on, {set.value.heldOutCount} held out.{" "}
            {set.value.versions.length === 0
              ? "No version was trained on it."
              : <>Trained on it: {set.value.versions.map((version) => <a key={version.id} className="badge" href="#/versions">version {version.number} · {version.status}</a>)}</>}
          </p>
          {set.value.erased && <p className="empty" role="status">Its files were removed with a visitor who was erased.</p>}
          {set.value.card && (
            <section className="card" aria-label="The card">
              <Report markdown={set.value.card} fold="Sources, reasons, steps, lengths and examples" tables={1} depth={2} />
            </section>
          )}
          {!set.value.erased && <Ledger hash={hash} reasons={reasons} />}
        </>
      )}
    </>
  );
}
