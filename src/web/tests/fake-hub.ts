import type { AnswerEvent, ConversationView, MessageView } from "../shared/protocol";
import type { Hub } from "../widget/chat/socket";

type Observer = { next(value: unknown): void; error(reason: unknown): void; complete(): void };

/** A hub that a test plays: it records the calls, and says what the test tells it to. */
export class FakeHub {
  state = "Disconnected";
  refuseStart = false;
  readonly calls: unknown[][] = [];
  readonly streams: { name: string; args: unknown[]; observer: Observer }[] = [];
  readonly replies: Record<string, (...args: never[]) => unknown> = {};
  private readonly handlers = new Map<string, (argument: unknown) => void>();
  private closed: () => void = () => {};

  get hub(): Hub {
    return this as unknown as Hub;
  }

  async start(): Promise<void> {
    if (this.refuseStart) {
      throw new Error("Nobody answers.");
    }
    this.state = "Connected";
  }

  async stop(): Promise<void> {
    this.lose();
  }

  async invoke(name: string, ...args: unknown[]): Promise<unknown> {
    this.calls.push([name, ...args]);
    const reply: unknown = await this.replies[name]?.(...(args as never[]));
    return reply;
  }

  stream(name: string, ...args: unknown[]) {
    this.calls.push([name, ...args]);
    return {
      subscribe: (observer: Observer) => {
        this.streams.push({ name, args, observer });
        return { dispose: () => {} };
      },
    };
  }

  on(name: string, handler: (argument: unknown) => void): void {
    this.handlers.set(name, handler);
  }

  onclose(callback: () => void): void {
    this.closed = callback;
  }

  say(name: string, argument: unknown): void {
    this.handlers.get(name)!(argument);
  }

  lose(): void {
    if (this.state === "Connected") {
      this.state = "Disconnected";
      this.streams.splice(0).forEach(({ observer }) => observer.error(new Error("WebSocket closed with status code: 1006 ().")));
      this.closed();
    }
  }
}

export function message(change: Partial<MessageView>): MessageView {
  return { id: "m1", number: 1, role: "assistant", text: "", state: "complete", sequence: 0, createdAt: "2026-01-05T10:00:00Z", citations: [], ...change };
}

export function conversation(messages: MessageView[] = [], change: Partial<ConversationView> = {}): ConversationView {
  return { id: "c1", messages, handling: { conversationId: "c1", by: "assistant" }, seen: 0, ...change };
}

export function event(change: Partial<AnswerEvent>): AnswerEvent {
  return { kind: "text", messageId: "m2", sequence: 0, ...change };
}
