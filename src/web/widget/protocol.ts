// What the server says and takes; see the hub's types of the same names.

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

export type MessageState = "streaming" | "complete" | "stopped" | "failed";
export type Rating = "up" | "down";

export interface Message {
  id: string;
  role: "visitor" | "assistant";
  text: string;
  state: MessageState;
  sequence: number;
  createdAt: string;
  citations: Citation[];
  rating?: Rating | null;
  version?: number | null;
}

export interface Conversation {
  id: string;
  messages: Message[];
}

export interface ErrorBody {
  code: string;
  detail: string;
}

export interface AnswerEvent {
  kind: "started" | "text" | "completed" | "stopped" | "failed";
  messageId: string;
  sequence: number;
  visitorMessageId?: string | null;
  text?: string | null;
  citations?: Citation[] | null;
  version?: number | null;
  error?: ErrorBody | null;
}

export interface Site {
  business: string;
  assistant: string;
  welcome: string;
  suggestions: string[];
}

/** Finds the server's error body in the text that SignalR wraps around it. */
export function errorOf(thrown: unknown): ErrorBody {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const start = text.indexOf("{");
  if (start >= 0) {
    try {
      const body: unknown = JSON.parse(text.slice(start));
      if (typeof body === "object" && body !== null && "code" in body && "detail" in body) {
        return { code: String(body.code), detail: String(body.detail) };
      }
    } catch {
      // Not our error body: it is told as any other failure.
    }
  }
  return { code: "failed", detail: "The assistant cannot be reached. Please try again." };
}
