/** All that the widget says. A language that lacks a key does not compile. */
export interface Texts {
  /** The language's own writing direction. */
  direction: "ltr" | "rtl";
  chatWithUs: string;
  newMessages: (count: number) => string;
  chatWith: (assistant: string) => string;
  close: string;
  newConversation: string;
  conversation: string;
  yourMessage: string;
  writeMessage: string;
  send: string;
  stop: string;
  cancel: string;
  skip: string;
  /** Below the assistant's name while the assistant answers. */
  answersAtOnce: string;
  connecting: string;
  connectionLost: string;
  aiNote: string;
  talkToPerson: string;
  waitingForPerson: string;
  talkingWith: (agent: string) => string;
  aPerson: string;
  backToAssistant: string;
  you: string;
  isWriting: (who: string) => string;
  latest: string;
  suggestions: string;
  source: (number: number, title: string) => string;
  sources: string;
  openDocument: string;
  openLink: string;
  code: string;
  table: string;
  goodAnswer: string;
  badAnswer: string;
  suggestBetter: string;
  betterAnswer: string;
  personWillLook: string;
  thankYou: string;
  notSent: string;
  whatWasWrong: string;
  reasons: Record<Reason, string>;
  tellMore: string;
  copy: string;
  copied: string;
  regenerate: string;
  edit: string;
  editQuestion: string;
  stopped: string;
  failed: string;
  tryAgain: string;
  howWasIt: string;
  scores: readonly [string, string, string, string, string];
  comment: string;
  confirm: string;
  decline: string;
  actionRunning: string;
  actionDone: string;
  actionFailed: string;
  actionDeclined: string;
  actionExpired: string;
  waitSeconds: (seconds: number) => string;
  /** What is said in place of the server's own words, by error code. */
  errors: Record<KnownError, string>;
}

/** Why an answer was bad, as agents read it. */
export type Reason = "incorrect" | "off topic" | "incomplete" | "unclear" | "out of date" | "impolite";

export const reasons: readonly Reason[] = ["incorrect", "off topic", "incomplete", "unclear", "out of date", "impolite"];

export type KnownError =
  | "unreachable"
  | "failed"
  | "busy"
  | "rate_limited"
  | "message_too_long"
  | "message_empty"
  | "unknown_conversation"
  | "identity_required";
