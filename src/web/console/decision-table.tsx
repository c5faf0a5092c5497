import type { Lineage } from "./loop-types";
import { when } from "./notice";

/** Everything that was decided on versions, the newest first, as the audit log has it. */
export function DecisionTable({ lineage }: { lineage: Lineage }) {
  const rows = lineage.versions
    .flatMap(({ version, decisions }) => decisions.map((decision) => ({ number: version.number, ...decision })))
    .sort((a, b) => b.at.localeCompare(a.at));
  return (
    <details className="card">
      <summary>Every decision ({rows.length})</summary>
      <div className="scroll" tabIndex={0} role="region" aria-label="Decisions on versions">
        <table role="table" className="cards">
          <thead role="rowgroup"><tr role="row">{["version", "what", "who", "when", "why"].map((name) => <th key={name} scope="col" role="columnheader">{name}</th>)}</tr></thead>
          <tbody role="rowgroup">
            {rows.map((row, i) => (
              <tr key={i} role="row">
                <th scope="row" role="rowheader" data-label="version">{row.number}</th>
                <td role="cell" data-label="what"><code>{row.action}</code></td>
                <td role="cell" data-label="who">{row.actor}</td>
                <td role="cell" data-label="when">{when(row.at)}</td>
                <td role="cell" data-label="why"><span>{row.reason ?? ""}</span></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
