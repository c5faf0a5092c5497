import type { AnswerEvent, ErrorView, MessageView, Role } from "../../shared/protocol";

/** A message as the page shows it. */
export interface Shown extends MessageView {
  /** Stays the same when a message that was shown at once learns the server's id. */
  key: string;
  /** The server has not told an id yet. */
  local: boolean;
  error?: ErrorView;
}

/** The messages of one conversation: what the server told, and what was written here and is on its way. */
export class Messages {
  private all: Shown[] = [];

  /** In order, without those that another took the place of. */
  get visible(): Shown[] {
    return this.all.filter((message) => !message.replacedBy).sort((one, other) => one.number - other.number);
  }

  get lastNumber(): number {
    return this.all.reduce((last, message) => Math.max(last, message.number), 0);
  }

  /** The highest number that the server told. */
  get lastTold(): number {
    return this.all.reduce((last, message) => (message.local ? last : Math.max(last, message.number)), 0);
  }

  find(id: string): Shown | undefined {
    return this.all.find((message) => message.id === id || message.key === id);
  }

  clear(): void {
    this.all = [];
  }

  /** Shows a message before the server knows it. */
  add(role: Role, text: string, key: string, replyTo?: string): Shown {
    const message: Shown = {
      id: key,
      key,
      local: true,
      number: this.lastNumber + 1,
      role,
      text,
      state: role === "assistant" ? "streaming" : "complete",
      sequence: 0,
      createdAt: new Date().toISOString(),
      citations: [],
      ...(replyTo ? { replyTo } : {}),
    };
    this.all.push(message);
    return message;
  }

  remove(key: string): void {
    this.all = this.all.filter((message) => message.key !== key);
  }

  change(key: string, change: Partial<Shown>): void {
    this.all = this.all.map((message) => (message.key === key ? { ...message, ...change } : message));
  }

  /** A local message learns the server's id; a copy that came by another way goes. */
  identify(key: string, id: string): void {
    this.all = this.all.filter((message) => message.key === key || message.id !== id);
    this.change(key, { id, local: false });
  }

  /** One message as the server has it. A followed answer grows by its stream alone, so its text is kept. */
  put(message: MessageView, followed = false): void {
    const known = this.all.find(({ id }) => id === message.id) ?? this.expected(message);
    if (!known) {
      this.all.push({ ...message, key: message.id, local: false });
      return;
    }
    const { text, sequence, state, citations, actions } = known;
    const kept = followed || (known.local && known.role === "assistant") ? { text, sequence, state, citations, actions } : {};
    this.change(known.key, { ...message, ...kept, local: false });
  }

  /** The whole conversation as the server has it; local messages stay. */
  merge(messages: MessageView[], followed: ReadonlySet<string>): void {
    const told = new Set(messages.map(({ id }) => id));
    this.all = this.all.filter(({ id, local }) => local || told.has(id));
    messages.forEach((message) => this.put(message, followed.has(message.id)));
  }

  /** The local message that the server's unknown one must be: the same words, or the answer that is waited for. */
  private expected(message: MessageView): Shown | undefined {
    return this.all.find(
      (local) =>
        local.local &&
        local.role === message.role &&
        (local.role === "visitor"
          ? local.text === message.text
          : !!message.replyTo && message.state === "streaming" && this.find(local.replyTo ?? "")?.id === message.replyTo),
    );
  }
}

/** The message after one event of its stream; a piece that it already holds changes nothing. */
export function applied(message: Shown, event: AnswerEvent): Shown {
  const next: Shown = { ...message, version: event.version ?? message.version ?? null };
  const end = { text: event.text ?? message.text, citations: event.citations ?? [], actions: event.actions ?? message.actions ?? [] };
  switch (event.kind) {
    case "started":
      return next;
    case "text":
      return event.sequence <= message.sequence ? message : { ...next, sequence: event.sequence, text: message.text + (event.text ?? "") };
    case "completed":
      return { ...next, ...end, sequence: event.sequence, state: "complete" };
    case "stopped":
      return { ...next, ...end, sequence: event.sequence, state: "stopped" };
    case "failed":
      // A server that died has stored less than it said: what is stored holds.
      return { ...next, ...(event.text == null ? {} : { text: event.text, sequence: event.sequence }), state: "failed", ...(event.error ? { error: event.error } : {}) };
  }
}
