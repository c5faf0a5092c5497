import type { AnswerEvent } from "../../shared/protocol";
import { applied, type Messages, type Shown } from "./messages";
import { ConnectionLost, type Socket } from "./socket";

interface AnswerEvents {
  changed(): void;
  /** An answer has come to its end. */
  ended(answer: Shown): void;
}

/** Follows answers while they are written, over lost connections, until their end. */
export class Answers {
  /** The ids of the answers whose text comes by their stream. */
  readonly followed = new Set<string>();
  private stopWanted = false;
  /** Grows when the conversation is left: what was on its way for it comes to nothing. */
  private epoch = 0;

  constructor(
    private readonly messages: Messages,
    private readonly socket: Socket,
    private readonly on: AnswerEvents,
  ) {}

  leave(): void {
    this.epoch++;
    this.followed.clear();
    this.stopWanted = false;
  }

  /** Goes on with an answer that the server writes already. */
  async resume(answer: Shown): Promise<void> {
    await this.follow(answer.key, null, { id: answer.id, sequence: answer.sequence }, null);
  }

  /**
   * Asks, and shows the answer under a key; the question learns its id meanwhile.
   * @returns False where nobody answers at once, for a person handles the conversation.
   */
  async ask(key: string | null, questionKey: string | null, first: () => AsyncGenerator<AnswerEvent>): Promise<boolean> {
    this.stopWanted = false;
    return this.follow(key, questionKey, null, first);
  }

  async stop(answer: Shown): Promise<void> {
    if (answer.local) {
      this.stopWanted = true;
    } else {
      await this.socket.call("Stop", answer.id);
    }
  }

  private async follow(
    key: string | null,
    questionKey: string | null,
    position: { id: string; sequence: number } | null,
    first: (() => AsyncGenerator<AnswerEvent>) | null,
  ): Promise<boolean> {
    const epoch = this.epoch;
    if (position) {
      this.followed.add(position.id);
    }
    try {
      for (;;) {
        try {
          const stream = position ? this.socket.stream<AnswerEvent>("Resume", position.id, position.sequence) : first!();
          for await (const event of stream) {
            if (epoch !== this.epoch) {
              return true;
            }
            position = { id: event.messageId, sequence: event.sequence };
            key = this.heard(key, questionKey, event);
            if (event.kind !== "started" && event.kind !== "text") {
              return true;
            }
          }
          return position !== null;
        } catch (thrown) {
          if (epoch !== this.epoch) {
            return true;
          }
          // An error of the server's own ends the answer; a lost connection only interrupts it.
          if (!(thrown instanceof ConnectionLost)) {
            throw thrown;
          }
        }
      }
    } finally {
      if (position && epoch === this.epoch) {
        this.followed.delete(position.id);
      }
    }
  }

  private heard(key: string | null, questionKey: string | null, event: AnswerEvent): string {
    const shown = key ?? this.messages.add("assistant", "", `${event.messageId}-answer`, questionKey ?? undefined).key;
    this.followed.add(event.messageId);
    this.identified(shown, questionKey, event);
    const message = this.messages.find(shown);
    if (message) {
      const next = applied(message, event);
      this.messages.change(shown, next);
      this.on.changed();
      if (next.state !== "streaming") {
        this.on.ended(next);
      }
    }
    return shown;
  }

  private identified(key: string, questionKey: string | null, event: AnswerEvent): void {
    if (this.messages.find(key)?.id !== event.messageId) {
      this.messages.identify(key, event.messageId);
    }
    const question = questionKey ? this.messages.find(questionKey) : undefined;
    if (question && event.visitorMessageId && question.id !== event.visitorMessageId) {
      this.messages.identify(question.key, event.visitorMessageId);
      this.messages.change(key, { replyTo: event.visitorMessageId });
    }
    if (this.stopWanted) {
      this.stopWanted = false;
      void this.socket.call("Stop", event.messageId).catch(() => {});
    }
  }
}
