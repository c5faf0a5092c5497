import type { Chat } from "../chat/chat";
import type { Texts, Reason } from "../texts/texts";

/** What the parts of the open chat share. */
export interface View {
  texts: Texts;
  language: string;
  chat: Chat;
  /** The assistant's name. */
  assistant: string;
  /** Says something to a screen reader, once. */
  announce(text: string): void;
  /** Tells the page around the widget. */
  emit(name: string, detail: object): void;
}

/** The reasons and the free text of a thumb down, as agents read them. */
export function reasonText(chosen: readonly Reason[], more: string): string {
  return [chosen.join(", "), more.trim()].filter((part) => part !== "").join(": ");
}
