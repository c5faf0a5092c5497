import { when } from "./notice";
import type { Version } from "./types";

const columns = ["version", "state", "from", "data set", "measured", "made", "decided"];
const shownMetrics = ["score", "accuracy", "citation", "style"];

/** Versions with their lineage. The roles are said, because on a narrow screen the rows are laid out as cards. */
export function VersionTable({ versions, onPromote }: { versions: Version[]; onPromote(version: Version): void }) {
  return (
    <div className="scroll framed" tabIndex={0} role="region" aria-label="Versions">
      <table role="table" className="cards">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => <th key={column} scope="col" role="columnheader">{column}</th>)}
            <th scope="col" role="columnheader"><span className="sr">actions</span></th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {versions.map((version) => (
            <tr key={version.id} role="row" className={version.serving ? "serving" : undefined}>
              <th scope="row" role="rowheader" data-label="version">{version.number}</th>
              <td role="cell" data-label="state"><span className={`badge ${version.status.replace(" ", "-")}`}>{version.status}</span></td>
              <td role="cell" data-label="from">{version.parentNumber === null ? "base model" : `version ${version.parentNumber}`}</td>
              <td role="cell" data-label="data set"><code title={version.dataSetHash ?? undefined}>{version.dataSetHash?.slice(0, 12) ?? "none"}</code></td>
              <td role="cell" data-label="measured"><Metrics version={version} /></td>
              <td role="cell" data-label="made">{when(version.createdAt)}</td>
              <td role="cell" data-label="decided">{[version.decidedBy, version.reason].filter(Boolean).join(": ") || "not yet"}</td>
              <td role="cell">
                {!version.serving && (
                  <button type="button" onClick={() => onPromote(version)}>Promote<span className="sr"> version {version.number}</span></button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Metrics({ version }: { version: Version }) {
  const measured = shownMetrics.filter((name) => version.metrics?.[name] !== undefined);
  return measured.length === 0 ? <span className="muted">not measured</span> : (
    <ul className="metrics">{measured.map((name) => <li key={name}>{name} {version.metrics![name]!.toFixed(2)}</li>)}</ul>
  );
}
