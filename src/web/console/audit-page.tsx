import { Button, TextInput } from "@mantine/core";
import { AuditCheck } from "./audit-check";
import { Choice } from "./choice";
import { DataTable } from "./lists/data-table";
import { useList } from "./lists/use-list";
import type { AuditRow } from "./loop-types";
import { when } from "./notice";

const kinds = ["version.", "experiment.", "drift.", "run.", "answer.", "feedback.", "identity.", "comparison.", "review.", "triage.", "document.", "file.", "import.", "visitor.", "artefact.", "key.", "site.", "webhook.", "settings.", "content.", "conversation.", "action.", "quota."] as const;
const filters = ["action", "actor", "subject"] as const;
type Filter = (typeof filters)[number];

/** Who decided what and when, the newest first, with the check of the whole chain. */
export function AuditPage() {
  const list = useList<AuditRow, Filter>("/api/audit/newest", { sort: "-sequence", pageSize: 50, filters });
  const set = (key: Filter) => (event: { target: { value: string } }) => list.setFilter({ [key]: event.target.value });
  const only = (filter: Partial<Record<Filter, string>>) => list.setFilter({ action: "", actor: "", subject: "", ...filter });
  return (
    <>
      <h1>Audit log</h1>
      <p className="muted">Every decision is a row, written with the decision itself. Each row's hash covers the row before it.</p>
      <AuditCheck newest={list.items[0]?.sequence ?? 0} />
      <DataTable
        list={list}
        noun="rows"
        label="Rows of the audit log"
        empty="There is no row yet."
        className="audit"
        keyOf={(row) => row.sequence}
        filters={
          <>
            <Choice label="What" value={list.filter.action} options={kinds} nameOf={(kind) => kind.slice(0, -1)} onChange={set("action")} />
            <TextInput label="Who" value={list.filter.actor} placeholder="anybody" onChange={set("actor")} />
            <TextInput label="On" value={list.filter.subject} placeholder="an id" onChange={set("subject")} />
          </>
        }
        columns={[
          { name: "row", sort: "sequence", cell: (row) => row.sequence },
          { name: "when", cell: (row) => when(row.at) },
          { name: "who", sort: "actor", cell: (row) => <Only text={row.actor} shown={row.actor.length > 24 ? `${row.actor.slice(0, 18)}…` : row.actor} onOnly={() => only({ actor: row.actor })} /> },
          { name: "what", sort: "action", cell: (row) => <code>{row.action}</code> },
          { name: "on", cell: (row) => <Only text={row.subject} shown={row.subject.length > 14 ? `…${row.subject.slice(-12)}` : row.subject} onOnly={() => only({ subject: row.subject })} /> },
          { name: "particulars", cell: (row) => <Particulars row={row} /> },
        ]}
      />
    </>
  );
}

function Particulars({ row }: { row: AuditRow }) {
  return row.details === "{}" ? <span className="muted">none</span> : (
    <details><summary>show</summary><pre>{pretty(row.details)}</pre><small>hash <code>{row.hash}</code></small></details>
  );
}

function Only({ text, shown, onOnly }: { text: string; shown: string; onOnly(): void }) {
  return <Button type="button" variant="subtle" size="compact-sm" title={text} onClick={onOnly}><code>{shown}</code><span className="sr">: only such rows</span></Button>;
}

/** The particulars with a line for each; as they are where they are no JSON. */
export function pretty(details: string): string {
  try {
    return JSON.stringify(JSON.parse(details), null, 2);
  } catch {
    return details;
  }
}
