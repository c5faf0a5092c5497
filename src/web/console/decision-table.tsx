import { DataTable } from "./lists/data-table";
import type { List } from "./lists/use-list";
import type { DecidedRow } from "./loop-types";
import { when } from "./notice";

/** Everything that was decided on versions, the newest first, as the audit log has it. */
export function DecisionTable({ list }: { list: List<DecidedRow> }) {
  return (
    <section aria-labelledby="decisions">
      <h2 id="decisions">Every decision</h2>
      <DataTable
        list={list}
        noun="decisions"
        label="Decisions on versions"
        empty="Nothing was decided yet."
        keyOf={(row) => row.sequence}
        columns={[
          { name: "version", sort: "version", cell: (row) => row.version },
          { name: "what", sort: "action", cell: (row) => <code>{row.action}</code> },
          { name: "who", sort: "actor", cell: (row) => row.actor },
          { name: "when", sort: "at", cell: (row) => when(row.at), className: "date" },
          { name: "why", cell: (row) => <span>{row.reason ?? ""}</span> },
        ]}
      />
    </section>
  );
}
