/** What the widget keeps in the browser, so that a reload continues the conversation. */
export class Memory {
  constructor(private readonly server: string) {}

  get conversationId(): string | null {
    return this.read("conversation");
  }

  set conversationId(id: string) {
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
      id = crypto.randomUUID();
      this.write("visitor", id);
    }
    return id;
  }

  private read(name: string): string | null {
    try {
      return localStorage.getItem(this.key(name));
    } catch {
      return null; // A browser that forbids storage still chats; it only forgets.
    }
  }

  private write(name: string, value: string): void {
    try {
      localStorage.setItem(this.key(name), value);
    } catch {
      // As above.
    }
  }

  private key(name: string): string {
    return `assistant-loop:${this.server}:${name}`;
  }
}
