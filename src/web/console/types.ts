// What the server's agent API says; see src/AssistantLoop.App/Api.

export interface Passage {
  number: number;
  title: string;
  text: string;
  path: string;
}

export type Rating = "up" | "down";

export const causes = ["missing-document", "retrieval-miss", "wrong-citation", "style", "behaviour"] as const;
export type Cause = (typeof causes)[number];

export interface FactEvidence {
  text: string;
  kind: string;
  inAnswer: boolean;
  /** Numbers of the prompt's passages that say it. */
  inPrompt: number[];
  documents: string[];
}

export interface Triage {
  messageId: string;
  question: string;
  /** Null where the evidence does not tell. */
  cause: Cause | null;
  found: Cause | null;
  overruledBy: string | null;
  evidence: {
    rule: string;
    because: string;
    facts: FactEvidence[];
    unsupported: string[];
    cited: number[];
    right: number[];
    style: string[];
    foundToday: boolean;
  };
}

export const decisions = ["none", "confirmed", "excluded"] as const;
export type Decision = (typeof decisions)[number];

export const kinds = ["correction", "up", "down", "choice", "imported"] as const;

export interface FeedbackPiece {
  id: string;
  kind: (typeof kinds)[number];
  /** The answer that it is about; null for an imported row. */
  messageId: string | null;
  conversationId: string;
  question: string;
  chosen: string | null;
  rejected: string | null;
  reason: string | null;
  author: string;
  visitor: string | null;
  /** Of an imported row: its file and line. */
  source: string | null;
  decision: Decision;
  /** Whether the decision is on all that its author gave. */
  byIdentity: boolean;
  decisionReason: string | null;
  cause: Cause | null;
  dataSets: number;
  createdAt: string;
}

export interface KnowledgeGap {
  question: string;
  questions: string[];
  count: number;
  cause: Cause;
  rightAnswer: string | null;
  documents: string[];
  mended: boolean;
  toDo: string;
  messageIds: string[];
}

export interface ReviewItem {
  messageId: string;
  conversationId: string;
  question: string;
  answer: string;
  citations: Passage[];
  passages: Passage[];
  rating: string | null;
  reason: string | null;
  flags: string[];
  suggestion: string | null;
  version: number | null;
  createdAt: string;
  priority: number;
  /** Why it is in the queue, the plainest reason first. */
  why: string[];
  /** Whether nobody said anything about it, and the model was unsure. */
  unsure: boolean;
  assignee: string | null;
  triage: Triage | null;
  feedback: FeedbackPiece[];
}

export interface ConversationRow {
  id: string;
  createdAt: string;
  updatedAt: string;
  /** What was asked first; null where nothing was asked yet. */
  question: string | null;
  messages: number;
  by: "assistant" | "waiting" | "agent";
  agent: string | null;
  online: boolean;
}

export interface Message {
  id: string;
  role: "visitor" | "assistant" | "agent" | "note";
  /** Who wrote, where a person did. */
  author?: string | null;
  text: string;
  state: string;
  createdAt: string;
  citations: Passage[];
  /** Everything that the assistant saw for this answer. */
  passages: Passage[];
  /** The agents' own rating. */
  rating: Rating | null;
  /** What the visitor said of it. */
  visitorRating: Rating | null;
  flags: string[];
  suggestion: string | null;
  /** The right answer, where somebody wrote it; the newest. */
  correction: string | null;
  version: number | null;
  /** What stands in the place of a regenerated answer or an edited message. */
  replacedBy?: string | null;
}

export interface Conversation {
  id: string;
  messages: Message[];
}

export interface Run {
  id: string;
  state: string;
  requestedBy: string;
  reason: string;
  createdAt: string;
  endedAt: string | null;
  samples: number | null;
  error: string | null;
  decision: string | null;
  versionNumber: number | null;
  report: string | null;
  /** What the gate said; null where it was not asked. */
  outcome: "promote" | "reject" | "not-enough-evidence" | null;
  /** What the corrections did, in a sentence. */
  impact: string | null;
  hasReport: boolean;
}

export interface Version {
  id: string;
  number: number;
  status: string;
  adapterHash: string | null;
  dataSetHash: string | null;
  parentNumber: number | null;
  metrics: Record<string, number> | null;
  createdAt: string;
  decidedBy: string | null;
  reason: string | null;
  serving: boolean;
  /** When its adapter was removed; it cannot serve since. */
  purgedAt: string | null;
}

export interface Learning {
  newPairs: number;
  threshold: number;
  running: Run | null;
  serving: Version | null;
}

export interface DocumentRow {
  path: string;
  title: string;
  collection: string;
  passages: number;
  updatedAt: string;
}

export interface IngestResult {
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  problems: string[];
}

export interface RunEvent {
  sequence: number;
  kind: "state" | "progress" | "evaluation";
  state?: string | null;
  step?: number | null;
  steps?: number | null;
  loss?: number | null;
  heldOutLoss?: number | null;
  tokensPerSecond?: number | null;
  secondsLeft?: number | null;
  message?: string | null;
}

export const isOpen = (run: Run): boolean => ["queued", "running", "evaluating"].includes(run.state);

/** What a trial search of the documents gave; see the API's type of the same name. */
export interface SearchView {
  question: string;
  words: string[];
  answerable: number;
  passages: SearchedPassage[];
}

export interface SearchedPassage {
  title: string;
  text: string;
  path: string;
  page?: number | null;
  source?: string | null;
  chosen: boolean;
  byWords?: SearchPlace | null;
  byMeaning?: SearchPlace | null;
  chance?: number | null;
}

export interface SearchPlace {
  rank: number;
  score: number;
}
