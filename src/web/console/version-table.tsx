import type { Experiment } from "./loop-types";
import { when } from "./notice";
import type { Version } from "./types";
import { canServe } from "./version-actions";

const columns = ["version", "state", "from", "data set", "measured", "made", "decided"];
const shownMetrics = ["score", "accuracy", "citation", "style"];

interface Props {
  versions: Version[];
  /** The experiment that runs, if one does. */
  open: Experiment | null;
  onPromote(version: Version): void;
  onRetire(version: Version): void;
}

/** Versions with their lineage. The roles are said, because on a narrow screen the rows are laid out as cards. */
export function VersionTable({ versions, open, onPromote, onRetire }: Props) {
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
              <td role="cell" data-label="state"><State version={version} open={open} /></td>
              <td role="cell" data-label="from">{version.parentNumber === null ? "base model" : `version ${version.parentNumber}`}</td>
              <td role="cell" data-label="data set"><DataSetLink hash={version.dataSetHash} /></td>
              <td role="cell" data-label="measured"><Metrics version={version} /></td>
              <td role="cell" data-label="made">{when(version.createdAt)}</td>
              <td role="cell" data-label="decided" className="decided"><Decided version={version} /></td>
              <td role="cell" className="actions">
                {canServe(version) && <button type="button" onClick={() => onPromote(version)}>Promote<span className="sr"> version {version.number}</span></button>}
                {!version.serving && version.status !== "retired" && (
                  <button type="button" className="quiet" onClick={() => onRetire(version)}>Retire<span className="sr"> version {version.number}</span></button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function State({ version, open }: { version: Version; open: Experiment | null }) {
  return (
    <span>
      <span className={`badge ${version.status.replace(" ", "-")}`}>{version.status}</span>
      {version.purgedAt && <span className="badge purged" title={`removed ${when(version.purgedAt)}`}>adapter removed</span>}
      {open?.treatment === version.number && <small>on {open.share} % of visitors</small>}
    </span>
  );
}

function DataSetLink({ hash }: { hash: string | null }) {
  return hash === null ? <span className="muted">none</span> : <a href={`#/data-sets/${hash}`} title={hash}><code>{hash.slice(0, 12)}</code></a>;
}

const long = 90;

/** Who decided and why; a gate's reason lists every metric, so a long one is folded. */
function Decided({ version }: { version: Version }) {
  const text = [version.decidedBy, version.reason].filter(Boolean).join(": ") || "not yet";
  return text.length <= long ? <span>{text}</span> : (
    <details>
      <summary>{text.slice(0, long - 20).replace(/\s+\S*$/, "")}…</summary>
      {text}
    </details>
  );
}

function Metrics({ version }: { version: Version }) {
  const measured = shownMetrics.filter((name) => version.metrics?.[name] !== undefined);
  return measured.length === 0 ? <span className="muted">not measured</span> : (
    <ul className="metrics">{measured.map((name) => <li key={name}>{name} {version.metrics![name]!.toFixed(2)}</li>)}</ul>
  );
}
