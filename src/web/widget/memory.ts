import { newId } from "../shared/ids";

/**
 * What the widget keeps in the browser, so that a reload continues the conversation: no cookie, and nothing at all before
 * the visitor opens the chat. A browser that forbids storage still chats; it only forgets.
 */
export class Memory {
  /** Stands in for the browser's storage, until the chat is opened and where storage is forbidden. */
  private readonly here = new Map<string, string>();

  constructor(
    private readonly prefix: string,
    private allowed = false,
  ) {}

  /** The visitor opened the chat: from now on the browser's storage is used. */
  allow(): void {
    if (!this.allowed) {
      this.allowed = true;
      this.here.forEach((value, name) => this.write(name, value));
    }
  }

  get conversationId(): string | null {
    return this.read("conversation");
  }

  set conversationId(id: string | null) {
    this.write("conversation", id);
  }

  get open(): boolean {
    return this.read("open") === "yes";
  }

  set open(open: boolean) {
    this.write("open", open ? "yes" : "no");
  }

  /** A random id by which ratings of one visitor are counted once. */
  get visitorId(): string {
    let id = this.read("visitor");
    if (!id) {
      id = newId();
      this.write("visitor", id);
    }
    return id;
  }

  /** Whether the visitor was asked how the conversation was: it is asked once. */
  askedFor(conversationId: string): boolean {
    return this.read("asked") === conversationId;
  }

  setAsked(conversationId: string): void {
    this.write("asked", conversationId);
  }

  /** The name under which another tab changes the conversation. */
  get conversationKey(): string {
    return this.key("conversation");
  }

  private read(name: string): string | null {
    try {
      return localStorage.getItem(this.key(name)) ?? this.here.get(name) ?? null;
    } catch {
      return this.here.get(name) ?? null;
    }
  }

  private write(name: string, value: string | null): void {
    if (value === null) {
      this.here.delete(name);
    } else {
      this.here.set(name, value);
    }
    if (!this.allowed) {
      return;
    }
    try {
      if (value === null) {
        localStorage.removeItem(this.key(name));
      } else {
        localStorage.setItem(this.key(name), value);
      }
    } catch {
      // As above.
    }
  }

  private key(name: string): string {
    return `assistant-loop:${this.prefix}:${name}`;
  }
}
