import { Button } from "@mantine/core";
import { DataTable } from "./lists/data-table";
import type { List } from "./lists/use-list";
import type { Experiment } from "./loop-types";
import { when } from "./notice";
import { StateBadge } from "./state-badge";
import type { Version } from "./types";
import { canServe } from "./version-actions";

const shownMetrics = ["score", "accuracy", "citation", "style"];

interface Props {
  list: List<Version>;
  /** The experiment that runs, if one does. */
  open: Experiment | null;
  onPromote(version: Version): void;
  onRetire(version: Version): void;
}

/** Versions with their lineage. */
export function VersionTable({ list, open, onPromote, onRetire }: Props) {
  return (
    <DataTable
      list={list}
      noun="versions"
      label="Versions"
      empty="There is no version yet."
      keyOf={(version) => version.id}
      rowClass={(version) => (version.serving ? "serving" : undefined)}
      columns={[
        { name: "version", sort: "number", cell: (version) => version.number },
        { name: "state", sort: "status", cell: (version) => <State version={version} open={open} /> },
        { name: "from", cell: (version) => (version.parentNumber === null ? "base model" : `version ${version.parentNumber}`) },
        { name: "data set", cell: (version) => <DataSetLink hash={version.dataSetHash} /> },
        { name: "measured", cell: (version) => <Metrics version={version} /> },
        { name: "made", sort: "createdAt", cell: (version) => when(version.createdAt) },
        { name: "decided", className: "decided", cell: (version) => <Decided version={version} /> },
        { name: "actions", quiet: true, className: "actions", cell: (version) => <Deeds version={version} onPromote={onPromote} onRetire={onRetire} /> },
      ]}
    />
  );
}

function Deeds({ version, onPromote, onRetire }: Pick<Props, "onPromote" | "onRetire"> & { version: Version }) {
  return (
    <>
      {canServe(version) && <Button type="button" size="xs" onClick={() => onPromote(version)}>Promote<span className="sr"> version {version.number}</span></Button>}
      {!version.serving && version.status !== "retired" && (
        <Button type="button" size="xs" variant="subtle" onClick={() => onRetire(version)}>Retire<span className="sr"> version {version.number}</span></Button>
      )}
    </>
  );
}

function State({ version, open }: { version: Version; open: Experiment | null }) {
  return (
    <span>
      <StateBadge of={version.status.replace(" ", "-")}>{version.status}</StateBadge>
      {version.purgedAt && <StateBadge of="purged" title={`removed ${when(version.purgedAt)}`}>adapter removed</StateBadge>}
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
