// What browser and server say to one another, as docs/protocol.md has it. The server's records have the same names.

export interface Citation {
  number: number;
  title: string;
  text: string;
  path: string;
  anchor: string;
  passageId: string;
  page?: number | null;
  /** The document's address; absent where it has none. */
  source?: string | null;
}

export type Role = "visitor" | "assistant" | "agent" | "note";
export type MessageState = "streaming" | "complete" | "stopped" | "failed";
export type Rating = "up" | "down";
export type ActionState = "proposed" | "running" | "done" | "failed" | "declined" | "expired";
export type Handler = "assistant" | "waiting" | "agent";

/** Something the assistant proposes to do; nothing is done before the visitor confirms. */
export interface ActionView {
  id: string;
  messageId: string;
  name: string;
  title: string;
  fields: { label: string; value: string }[];
  state: ActionState;
  result?: string | null;
}

export interface MessageView {
  id: string;
  /** Counts the conversation's messages from 1. */
  number: number;
  role: Role;
  /** The agent's name, where a person wrote. */
  author?: string | null;
  text: string;
  state: MessageState;
  /** Counts an answer's pieces. */
  sequence: number;
  createdAt: string;
  citations: Citation[];
  rating?: Rating | null;
  version?: number | null;
  replyTo?: string | null;
  /** The message that took this one's place; a page hides it then. */
  replacedBy?: string | null;
  actions?: ActionView[] | null;
}

/** Who answers: the assistant, a person, or nobody yet because a person was asked for. */
export interface HandlingView {
  conversationId: string;
  by: Handler;
  agent?: string | null;
}

export interface ConversationView {
  id: string;
  messages: MessageView[];
  handling: HandlingView;
  /** The highest number that the visitor has seen. */
  seen: number;
  /** 1 to 5, once given. */
  satisfaction?: number | null;
}

export interface ErrorView {
  code: string;
  detail: string;
  retryAfterSeconds?: number | null;
}

export interface AnswerEvent {
  kind: "started" | "text" | "completed" | "stopped" | "failed";
  messageId: string;
  sequence: number;
  visitorMessageId?: string | null;
  text?: string | null;
  citations?: Citation[] | null;
  version?: number | null;
  actions?: ActionView[] | null;
  error?: ErrorView | null;
}

export interface TypingView {
  conversationId: string;
  who: "visitor" | "agent";
  name?: string | null;
  typing: boolean;
}

export interface StartRequest {
  conversationId?: string | null;
  visitorId: string;
  identity?: string | null;
  language?: string | null;
  channel?: string | null;
  page?: string | null;
}

/** What `GET /api/site` says of the business. */
export interface SiteView {
  business: string;
  assistant: string;
  welcome: string;
  suggestions: string[];
  language?: string | null;
  handOver?: boolean;
  satisfaction?: boolean;
  requireIdentity?: boolean;
  theme?: Record<string, string> | null;
}
