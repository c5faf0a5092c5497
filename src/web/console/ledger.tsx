import { Choice } from "./choice";
import { DataTable } from "./lists/data-table";
import { useList } from "./lists/use-list";
import { outcomes, type LedgerLine } from "./loop-types";
import { StateBadge } from "./state-badge";

const filters = ["outcome", "reason"] as const;

/** Why each piece of feedback is in a data set or not. */
export function Ledger({ hash, reasons }: { hash: string; reasons: string[] }) {
  const list = useList<LedgerLine, (typeof filters)[number]>(`/api/data-sets/${encodeURIComponent(hash)}/samples`, { pageSize: 50, filters });
  return (
    <section aria-labelledby="ledger">
      <h2 id="ledger">Why each piece is in or out</h2>
      <DataTable
        list={list}
        noun="pieces"
        label="The ledger"
        empty="The data set holds no piece."
        keyOf={(line) => line.line}
        filters={
          <>
            <Choice label="Outcome" value={list.filter.outcome} options={outcomes} onChange={(event) => list.setFilter({ outcome: event.target.value })} />
            <Choice label="Reason" value={list.filter.reason} options={reasons} onChange={(event) => list.setFilter({ reason: event.target.value })} />
          </>
        }
        columns={[
          { name: "piece", sort: "line", cell: (line) => <span>{line.kind} <code title={line.id}>{line.id.slice(-8)}</code>{line.variant && <small> variant: {line.variant}</small>}</span> },
          { name: "outcome", sort: "outcome", cell: (line) => <StateBadge of={`outcome ${line.outcome}`}>{line.outcome}</StateBadge> },
          { name: "why", cell: (line) => <Why line={line} /> },
          { name: "from", cell: (line) => <code>{line.identity.slice(0, 8)}</code> },
          { name: "stands in", cell: (line) => <span>{line.lines.length === 0 ? <span className="muted">nowhere</span> : line.lines.map((place) => <code key={place} className="place">{place}</code>)}</span> },
        ]}
      />
    </section>
  );
}

function Why({ line }: { line: LedgerLine }) {
  return (
    <span>
      {line.reason ?? "it is in"}
      {line.evidence && <small> {line.evidence}</small>}
      {line.related && <small> see <code title={line.related}>{line.related.slice(-8)}</code></small>}
      {line.notes.map((note) => <small key={note}> {note}.</small>)}
    </span>
  );
}
