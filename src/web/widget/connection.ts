import { HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from "@microsoft/signalr";
import type { AnswerEvent, Conversation, Rating } from "./protocol";

/** How long to wait before each try to connect again, in milliseconds; then every 10 seconds. */
const retryDelays = [0, 500, 1000, 2000, 5000];

/** The socket to the server: calls, and an answer's stream that survives a lost connection. */
export class Connection {
  private readonly hub: HubConnection;
  private opened: [conversationId: string, visitorId: string] | null = null;

  constructor(server: string, onOnline: (online: boolean) => void, onAnswerStarted: (messageId: string) => void = () => {}) {
    this.hub = new HubConnectionBuilder()
      .withUrl(`${server}/hub/chat`)
      .withAutomaticReconnect({
        nextRetryDelayInMilliseconds: (context) => retryDelays[context.previousRetryCount] ?? 10_000,
      })
      .configureLogging(LogLevel.None)
      .build();
    this.hub.onreconnecting(() => onOnline(false));
    this.hub.onreconnected(() => {
      onOnline(true);
      void this.reopen();
    });
    this.hub.on("AnswerStarted", onAnswerStarted);
    this.hub.onclose(() => onOnline(false));
  }

  async start(conversationId: string | null, visitorId: string): Promise<Conversation> {
    await this.connected();
    const conversation = await this.hub.invoke<Conversation>("Start", conversationId, visitorId);
    this.opened = [conversation.id, visitorId];
    return conversation;
  }

  /** Asks, and yields the answer's events; after a lost connection it goes on where it stood. */
  async *ask(conversationId: string, clientMessageId: string, text: string): AsyncGenerator<AnswerEvent> {
    const request = { conversationId, clientMessageId, text };
    yield* this.followed(() => this.hub.stream<AnswerEvent>("Ask", request), null);
  }

  /** Yields what an answer said after a sequence number. */
  async *resume(messageId: string, afterSequence: number): AsyncGenerator<AnswerEvent> {
    yield* this.followed(null, { messageId, afterSequence });
  }

  stop(messageId: string): Promise<void> {
    return this.hub.invoke("Stop", messageId);
  }

  rate(messageId: string, rating: Rating, reason?: string): Promise<void> {
    return this.hub.invoke("Rate", { messageId, rating, reason });
  }

  suggest(messageId: string, text: string): Promise<void> {
    return this.hub.invoke("Suggest", { messageId, text });
  }

  close(): Promise<void> {
    return this.hub.stop();
  }

  private async *followed(
    first: (() => ReturnType<HubConnection["stream"]>) | null,
    at: { messageId: string; afterSequence: number } | null,
  ): AsyncGenerator<AnswerEvent> {
    let position = at;
    for (;;) {
      await this.connected();
      const stream = position
        ? this.hub.stream<AnswerEvent>("Resume", position.messageId, position.afterSequence)
        : (first!() as ReturnType<typeof this.hub.stream<AnswerEvent>>);
      try {
        for await (const event of events<AnswerEvent>(stream as never)) {
          position = { messageId: event.messageId, afterSequence: event.sequence };
          yield event;
          if (event.kind !== "started" && event.kind !== "text") {
            return;
          }
        }
        return;
      } catch (thrown) {
        // An error of the server's own ends the answer; a lost connection only interrupts it.
        if (this.hub.state === HubConnectionState.Connected) {
          throw thrown;
        }
      }
    }
  }

  /** A new socket does not know whose it is: it opens the conversation again. */
  private async reopen(): Promise<void> {
    if (this.opened) {
      await this.hub.invoke("Start", ...this.opened);
    }
  }

  /** Waits until the socket is open, opening it where it is closed. */
  private async connected(): Promise<void> {
    for (let attempt = 0; this.hub.state !== HubConnectionState.Connected; attempt++) {
      if (this.hub.state === HubConnectionState.Disconnected) {
        try {
          await this.hub.start();
          await this.reopen();
          return;
        } catch (thrown) {
          if (attempt >= retryDelays.length) {
            throw thrown;
          }
        }
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(100, retryDelays[attempt] ?? 1000)));
    }
  }
}

interface StreamLike<T> {
  subscribe(observer: { next(value: T): void; error(reason: unknown): void; complete(): void }): { dispose(): void };
}

/** A SignalR stream as an async iterable. */
export async function* events<T>(stream: StreamLike<T>): AsyncGenerator<T> {
  const arrived: T[] = [];
  let ended = false;
  let failure: unknown;
  let wake = () => {};
  const subscription = stream.subscribe({
    next: (value) => {
      arrived.push(value);
      wake();
    },
    error: (reason) => {
      failure = reason ?? new Error("The stream failed.");
      wake();
    },
    complete: () => {
      ended = true;
      wake();
    },
  });
  try {
    for (;;) {
      while (arrived.length > 0) {
        yield arrived.shift()!;
      }
      if (failure) {
        throw failure;
      }
      if (ended) {
        return;
      }
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    subscription.dispose();
  }
}
