/** `<assistant-loop-chat site="KEY" server="https://…">`: a button that opens the chat. */
export declare class AssistantLoopChat extends HTMLElement {
  /** The server's address; the page's own origin where none is given. */
  server: string;
  /** The site key, which says whose assistant answers. */
  site: string;
  /** One of en, de, fr, es, it, pt, pl, ar; null takes the page's. */
  language: string | null;
  /** `light` or `dark`; null follows the system. */
  theme: string | null;
  /** `left` or `right`; null takes the side where a line ends. */
  position: string | null;
  readonly isOpen: boolean;
  open(): void;
  close(): void;
  /** Opens the chat and asks. */
  ask(text: string): Promise<void>;
  /** Says who the visitor is, by a token that the business's server signed; null forgets. */
  setIdentity(token: string | null): void;
}

/** Makes the element known as `assistant-loop-chat`; calling it again does no harm. */
export declare function define(): void;

export interface AssistantLoopEvents {
  "assistantloop:ready": CustomEvent<{ business: string; assistant: string }>;
  "assistantloop:open": CustomEvent<object>;
  "assistantloop:close": CustomEvent<object>;
  "assistantloop:message": CustomEvent<{
    id: string;
    role: "assistant" | "agent" | "note";
    text: string;
    state: "complete" | "stopped" | "failed";
  }>;
  "assistantloop:rating": CustomEvent<{ messageId: string; rating: "up" | "down"; reason?: string }>;
  "assistantloop:suggestion": CustomEvent<{ messageId: string; text: string }>;
  "assistantloop:satisfaction": CustomEvent<{ score: number; comment?: string }>;
  "assistantloop:action": CustomEvent<{ id: string; name: string; confirmed: boolean }>;
  "assistantloop:handling": CustomEvent<{ by: "assistant" | "waiting" | "agent"; agent: string | null }>;
  "assistantloop:error": CustomEvent<{ code: string; detail: string; retryAfterSeconds?: number }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "assistant-loop-chat": AssistantLoopChat;
  }
  interface HTMLElementEventMap extends AssistantLoopEvents {}
}
