// What the server says of the loop: data sets, lineage, experiments, drift, the audit log; see src/AssistantLoop.App/Api.
import type { Version } from "./types";

export interface DataSetRow {
  hash: string;
  trainCount: number;
  heldOutCount: number;
  createdAt: string;
}

export interface DataSet extends DataSetRow {
  manifest: { dropped?: Record<string, number>; quarantined?: Record<string, number> };
  /** Markdown; null where it has none or was erased. */
  card: string | null;
  versions: Version[];
  erased: boolean;
}

export const outcomes = ["kept", "held-out", "quarantined", "dropped"] as const;

export interface LedgerLine {
  line: number;
  id: string;
  kind: string;
  identity: string;
  outcome: (typeof outcomes)[number];
  step: string | null;
  reason: string | null;
  evidence: string | null;
  related: string | null;
  variant: string | null;
  notes: string[];
  lines: string[];
}

export interface Decided {
  action: string;
  actor: string;
  at: string;
  reason: string | null;
}

/** A decision on a version, as a row of its list. */
export interface DecidedRow extends Decided {
  sequence: number;
  version: number;
}

export interface Lineage {
  /** Oldest first. */
  versions: { version: Version; decisions: Decided[] }[];
}

export interface Measure {
  name: string;
  control: number | null;
  treatment: number | null;
  /** The least and the greatest difference that is possible, treatment less control. */
  least: number;
  most: number;
}

export interface Reading {
  why: string;
  controlVisitors: number;
  treatmentVisitors: number;
  harm: number;
  benefit: number;
  measures: Measure[];
}

export interface Experiment {
  number: number;
  name: string;
  state: string;
  control: number | null;
  treatment: number | null;
  /** In percent. */
  share: number;
  promoteWhenBetter: boolean;
  startedAt: string;
  startedBy: string;
  endedAt: string | null;
  endedBy: string | null;
  reason: string | null;
  reading: Reading | null;
}

export interface Impact {
  version: number;
  summary: string;
  entered: number;
  fixed: number;
  better: number;
  same: number;
  worse: number;
  /** The worst first. */
  corrections: Corrected[];
}

export interface Corrected {
  messageId: string;
  author: string;
  verdict: "fixed" | "better" | "same" | "worse";
  /** The old and the new answer's likeness to the correction, 0 to 1. */
  before: number;
  after: number;
  correction: string;
  answer: string;
}

export interface DriftSign {
  name: string;
  before: number | null;
  now: number | null;
  chance: number;
  corrected: number;
  level: string;
}

export interface DriftDay {
  /** 2026-11-26. */
  day: string;
  questions: number;
  outOfScope: number;
  missed: number;
  fallbacks: number;
  rated: number;
  down: number;
  distance: number;
}

interface Span {
  answers: number;
  from: string | null;
  to: string | null;
}

export interface Drift {
  report: { level: string; reference: Span; current: Span; signs: DriftSign[]; days: DriftDay[] };
  changes: { sequence: number; level: string; changedAt: string }[];
}

export interface AuditRow {
  sequence: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  /** A JSON object. */
  details: string;
  hash: string;
}
