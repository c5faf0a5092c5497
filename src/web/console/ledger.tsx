import { useState } from "react";
import { Choice } from "./choice";
import { outcomes, type LedgerLine } from "./loop-types";
import { Notice } from "./notice";
import { useLoad } from "./use-load";
import { useMore, type Page } from "./use-more";

const columns = ["piece", "outcome", "why", "from", "stands in"];

/** Why each piece of feedback is in a data set or not. */
export function Ledger({ hash, reasons }: { hash: string; reasons: string[] }) {
  const [outcome, setOutcome] = useState("");
  const [reason, setReason] = useState("");
  const query = new URLSearchParams([["outcome", outcome], ["reason", reason]].filter(([, value]) => value !== "") as [string, string][]);
  const path = `/api/data-sets/${encodeURIComponent(hash)}/samples?limit=50&${query.toString()}`;
  const first = useLoad<Page<LedgerLine>>(path);
  const more = useMore(path, first.value);
  const lines = [...(first.value?.items ?? []), ...more.items];
  return (
    <section aria-labelledby="ledger">
      <h2 id="ledger">Why each piece is in or out</h2>
      <form className="filters" aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
        <Choice label="Outcome" value={outcome} options={outcomes} onChange={(event) => setOutcome(event.target.value)} />
        <Choice label="Reason" value={reason} options={reasons} onChange={(event) => setReason(event.target.value)} />
        <span className="muted" role="status">{first.value && `${lines.length} ${lines.length === 1 ? "piece" : "pieces"}${more.next === null ? "" : ", more below"}`}</span>
      </form>
      <Notice error={first.error ?? more.error} loading={first.value === null} empty={first.value && lines.length === 0 ? "No piece is so." : null} />
      {lines.length > 0 && (
        <div className="scroll framed" tabIndex={0} role="region" aria-label="The ledger">
          <table role="table" className="cards">
            <thead role="rowgroup"><tr role="row">{columns.map((name) => <th key={name} scope="col" role="columnheader">{name}</th>)}</tr></thead>
            <tbody role="rowgroup">{lines.map((line) => <LedgerRow key={line.line} line={line} />)}</tbody>
          </table>
        </div>
      )}
      {more.next !== null && <button type="button" disabled={more.busy} onClick={() => void more.load()}>Show more</button>}
    </section>
  );
}

function LedgerRow({ line }: { line: LedgerLine }) {
  return (
    <tr role="row">
      <th scope="row" role="rowheader" data-label="piece"><span>{line.kind} <code title={line.id}>{line.id.slice(-8)}</code>{line.variant && <small> variant: {line.variant}</small>}</span></th>
      <td role="cell" data-label="outcome"><span className={`badge outcome ${line.outcome}`}>{line.outcome}</span></td>
      <td role="cell" data-label="why">
        <span>
          {line.reason ?? "it is in"}
          {line.evidence && <small> {line.evidence}</small>}
          {line.related && <small> see <code title={line.related}>{line.related.slice(-8)}</code></small>}
          {line.notes.map((note) => <small key={note}> {note}.</small>)}
        </span>
      </td>
      <td role="cell" data-label="from"><code>{line.identity.slice(0, 8)}</code></td>
      <td role="cell" data-label="stands in"><span>{line.lines.length === 0 ? <span className="muted">nowhere</span> : line.lines.map((place) => <code key={place} className="place">{place}</code>)}</span></td>
    </tr>
  );
}
