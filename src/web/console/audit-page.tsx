import { useState } from "react";
import { AuditCheck } from "./audit-check";
import { Choice } from "./choice";
import type { AuditRow } from "./loop-types";
import { Notice, when } from "./notice";
import { useLoad } from "./use-load";
import { useMore, type Page } from "./use-more";

const kinds = ["version.", "experiment.", "drift.", "run.", "answer.", "feedback.", "identity.", "comparison.", "review.", "triage.", "document.", "file.", "import.", "visitor.", "artefact."] as const;
const none = { action: "", actor: "", subject: "" };
const columns = ["row", "when", "who", "what", "on", "particulars"];

/** Who decided what and when, the newest first, with the check of the whole chain. */
export function AuditPage() {
  const [filter, setFilter] = useState(none);
  const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== "") as [string, string][]).toString();
  const path = `/api/audit/newest?limit=50&${query}`;
  const first = useLoad<Page<AuditRow>>(path);
  const more = useMore(path, first.value, "before");
  const rows = [...(first.value?.items ?? []), ...more.items];
  // A space within a name is typed before the word after it, so only what is sent is trimmed.
  const set = (key: keyof typeof none) => (event: { target: { value: string } }) => setFilter({ ...filter, [key]: event.target.value });
  return (
    <>
      <h1>Audit log</h1>
      <p className="muted">Every decision is a row, written with the decision itself. Each row's hash covers the row before it.</p>
      <AuditCheck newest={first.value?.items[0]?.sequence ?? 0} />
      <form className="filters" aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
        <Choice label="What" value={filter.action} options={kinds} nameOf={(kind) => kind.slice(0, -1)} onChange={set("action")} />
        <label className="inline">Who <input value={filter.actor} placeholder="anybody" onChange={set("actor")} /></label>
        <label className="inline">On <input value={filter.subject} placeholder="an id" onChange={set("subject")} /></label>
        {query !== "" && <button type="button" className="quiet" onClick={() => setFilter(none)}>Clear the filter</button>}
      </form>
      <Notice error={first.error ?? more.error} loading={first.value === null} empty={first.value && rows.length === 0 ? "There is no such row." : null} />
      {rows.length > 0 && (
        <div className="scroll framed" tabIndex={0} role="region" aria-label="Rows of the audit log">
          <table role="table" className="cards audit">
            <thead role="rowgroup"><tr role="row">{columns.map((name) => <th key={name} scope="col" role="columnheader">{name}</th>)}</tr></thead>
            <tbody role="rowgroup">{rows.map((row) => <Row key={row.sequence} row={row} onOnly={(only) => setFilter({ ...none, ...only })} />)}</tbody>
          </table>
        </div>
      )}
      {more.next !== null && <button type="button" disabled={more.busy} onClick={() => void more.load()}>Show more</button>}
    </>
  );
}

function Row({ row, onOnly }: { row: AuditRow; onOnly(only: Partial<typeof none>): void }) {
  return (
    <tr role="row">
      <th scope="row" role="rowheader" data-label="row">{row.sequence}</th>
      <td role="cell" data-label="when">{when(row.at)}</td>
      <td role="cell" data-label="who"><Only text={row.actor} shown={row.actor.length > 24 ? `${row.actor.slice(0, 18)}…` : row.actor} onOnly={() => onOnly({ actor: row.actor })} /></td>
      <td role="cell" data-label="what"><code>{row.action}</code></td>
      <td role="cell" data-label="on"><Only text={row.subject} shown={row.subject.length > 14 ? `…${row.subject.slice(-12)}` : row.subject} onOnly={() => onOnly({ subject: row.subject })} /></td>
      <td role="cell" data-label="particulars">
        {row.details === "{}" ? <span className="muted">none</span> : <details><summary>show</summary><pre>{pretty(row.details)}</pre><small>hash <code>{row.hash}</code></small></details>}
      </td>
    </tr>
  );
}

function Only({ text, shown, onOnly }: { text: string; shown: string; onOnly(): void }) {
  return <button type="button" className="quiet" title={text} onClick={onOnly}><code>{shown}</code><span className="sr">: only such rows</span></button>;
}

/** The particulars with a line for each; as they are where they are no JSON. */
export function pretty(details: string): string {
  try {
    return JSON.stringify(JSON.parse(details), null, 2);
  } catch {
    return details;
  }
}
