import { errorOf } from "../../shared/error-of";
import type {
  ActionView,
  AnswerEvent,
  ConversationView,
  ErrorView,
  HandlingView,
  MessageView,
  Rating,
  StartRequest,
  TypingView,
} from "../../shared/protocol";
import type { Memory } from "../memory";
import { Answers } from "./answers";
import { newId } from "../../shared/ids";
import { Messages, type Shown } from "./messages";
import { Socket, type Hub } from "./socket";
import { Typist } from "./typist";

/** What a chat tells the page around it. */
export interface ChatEvents {
  changed(): void;
  /** A message is whole: a person or the assistant wrote it. */
  arrived(message: Shown): void;
  refused(error: ErrorView, unsent: string | null): void;
  handling(handling: HandlingView): void;
}

type Opening = Pick<StartRequest, "identity" | "language" | "page">;

/** One visitor's conversation with a business: what is said in it, and all that can be done in it. */
export class Chat {
  readonly messages = new Messages();
  handling: HandlingView = { conversationId: "", by: "assistant" };
  satisfaction: number | null = null;
  online = true;
  connecting = false;
  /** The agent who is writing, by name; empty where the name is not told. */
  agentWriting: string | null = null;
  private id: string | null = null;
  private seen = 0;
  private asking: string | null = null;
  private readonly answers: Answers;
  private readonly socket: Socket;
  private readonly typist: Typist;
  private quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(
    build: (fallback: boolean) => Hub,
    readonly memory: Memory,
    private readonly opening: () => Opening,
    private readonly on: ChatEvents,
  ) {
    this.socket = new Socket(build, {
      greet: () => this.greet(),
      online: (online) => {
        this.online = online;
        this.on.changed();
      },
      handlers: {
        AnswerStarted: (id: string) => void this.sync(id),
        MessageAdded: (message: MessageView) => this.added(message),
        HandlingChanged: (handling: HandlingView) => this.handled(handling),
        TypingChanged: (typing: TypingView) => this.typed(typing),
        ActionChanged: (action: ActionView) => this.acted(action),
      },
    });
    this.answers = new Answers(this.messages, this.socket, { changed: () => this.on.changed(), ended: (answer) => this.on.arrived(answer) });
    this.typist = new Typist((typing) => {
      if (this.id && this.socket.isOpen) {
        void this.socket.callNow("Typing", this.id, typing).catch(() => {});
      }
    });
  }

  get conversationId(): string | null {
    return this.id;
  }

  /** A question is on its way: another has to wait for it. */
  get busy(): boolean {
    return this.asking !== null;
  }

  /** The answer that is being written, where there is one. */
  get answering(): Shown | undefined {
    return this.messages.visible.findLast((message) => message.role === "assistant" && message.state === "streaming");
  }

  /** How many messages of the other side came since the visitor last looked. */
  get unread(): number {
    return this.messages.visible.filter((message) => message.role !== "visitor" && message.state !== "streaming" && message.number > this.seen).length;
  }

  /** Connects, and shows the conversation that the browser remembers. */
  async connect(): Promise<void> {
    this.connecting = true;
    try {
      await this.socket.open();
    } finally {
      this.connecting = false;
      this.on.changed();
    }
  }

  wake(slept = true): Promise<void> {
    return this.socket.wake(slept);
  }

  close(): Promise<void> {
    this.answers.leave();
    this.typist.rest();
    return this.socket.close();
  }

  /** The visitor looks at the newest message. */
  look(): void {
    const last = this.messages.lastTold;
    if (this.id && last > this.seen && !this.answering) {
      this.seen = last;
      void this.socket.call("Seen", this.id, last).catch(() => {});
      this.on.changed();
    }
  }

  /** Leaves this conversation; the next message begins another. */
  begin(): void {
    this.leave();
    this.memory.conversationId = null;
    this.on.changed();
  }

  /** The conversation was begun or changed in another tab, or the visitor became known. */
  async reopen(): Promise<void> {
    if (!this.asking) {
      this.leave();
      await this.socket.open();
      await this.greet().catch((thrown) => this.on.refused(errorOf(thrown), null));
    }
  }

  async ask(text: string): Promise<void> {
    if (this.asking) {
      return;
    }
    const clientMessageId = newId();
    this.asking = clientMessageId;
    this.typist.rest();
    const question = this.messages.add("visitor", text, clientMessageId);
    const keys = [question.key];
    this.on.changed();
    try {
      const conversationId = await this.started();
      if (this.handling.by === "assistant") {
        keys.push(this.messages.add("assistant", "", `${clientMessageId}-answer`, question.key).key);
        this.on.changed();
      }
      const request = { conversationId, clientMessageId, text };
      if (!(await this.answers.ask(keys[1] ?? null, question.key, () => this.socket.stream<AnswerEvent>("Ask", request)))) {
        // Nobody answers at once, and the question's id comes with the conversation.
        this.messages.remove(keys[1] ?? "");
        await this.sync();
      }
    } catch (thrown) {
      this.takeBack(keys, errorOf(thrown), text);
    } finally {
      this.rested(clientMessageId);
    }
  }

  /** Another answer to the same question. */
  regenerate(answer: Shown): Promise<void> {
    const clientMessageId = newId();
    return this.replace([answer], clientMessageId, answer.replyTo ?? undefined, null, () =>
      this.socket.stream<AnswerEvent>("Regenerate", { messageId: answer.id, clientMessageId }),
    );
  }

  /** The visitor's last question in other words; what came after it goes. */
  edit(question: Shown, text: string): Promise<void> {
    const clientMessageId = newId();
    const gone = this.messages.visible.filter((message) => message.number >= question.number && (message === question || message.role === "assistant"));
    return this.replace(gone, clientMessageId, undefined, text, () =>
      this.socket.stream<AnswerEvent>("Edit", { messageId: question.id, clientMessageId, text }),
    );
  }

  async stop(): Promise<void> {
    const answer = this.answering;
    if (answer) {
      await this.tried(() => this.answers.stop(answer));
    }
  }

  async rate(message: Shown, rating: Rating, reason?: string): Promise<void> {
    await this.socket.call("Rate", { messageId: message.id, rating, ...(reason ? { reason } : {}) });
    this.messages.change(message.key, { rating });
    this.on.changed();
  }

  suggest(message: Shown, text: string): Promise<void> {
    return this.socket.call("Suggest", { messageId: message.id, text });
  }

  async rateChat(score: number, comment: string): Promise<void> {
    await this.socket.call("Satisfaction", { conversationId: this.id, score, ...(comment === "" ? {} : { comment }) });
    this.satisfaction = score;
  }

  async handOver(): Promise<void> {
    await this.tried(async () => this.handled(await this.socket.call("HandOver", { conversationId: await this.started() })));
  }

  async backToAssistant(): Promise<void> {
    await this.tried(async () => this.handled(await this.socket.call("BackToAssistant", this.id)));
  }

  async confirm(action: ActionView, confirmed: boolean): Promise<void> {
    await this.tried(async () => this.acted(await this.socket.call("Confirm", { actionId: action.id, confirmed })));
  }

  /** The visitor typed a letter. Only a person cares. */
  typing(): void {
    if (this.handling.by !== "assistant") {
      this.typist.stroke();
    }
  }

  private leave(): void {
    this.answers.leave();
    this.asking = null;
    this.messages.clear();
    this.id = null;
    this.seen = 0;
    this.satisfaction = null;
    this.agentWriting = null;
    this.handling = { conversationId: "", by: "assistant" };
  }

  /** The conversation's id; begins a conversation where there is none. */
  private async started(): Promise<string> {
    await this.socket.open();
    this.take(this.id ? null : await this.socket.call<ConversationView>("Start", this.request()));
    return this.id!;
  }

  private request(): StartRequest {
    return { conversationId: this.id ?? this.memory.conversationId, visitorId: this.memory.visitorId, channel: "web", ...this.opening() };
  }

  /** A new socket does not know whose it is: it opens the conversation again, and shows what came meanwhile. */
  private async greet(): Promise<void> {
    if (this.id ?? this.memory.conversationId) {
      try {
        this.take(await this.socket.callNow<ConversationView>("Start", this.request()));
      } catch (thrown) {
        const error = errorOf(thrown);
        if (error.code === "unreachable") {
          throw thrown;
        }
        this.on.refused(error, null);
      }
    }
  }

  private async sync(messageId?: string): Promise<void> {
    if (!messageId || !this.messages.find(messageId)) {
      await this.greet().catch(() => {});
    }
  }

  private take(view: ConversationView | null): void {
    if (!view) {
      return;
    }
    if (this.id && this.id !== view.id) {
      this.messages.clear();
    }
    this.id = this.memory.conversationId = view.id;
    this.seen = Math.max(this.seen, view.seen ?? 0);
    this.satisfaction = view.satisfaction ?? null;
    this.handling = view.handling ?? this.handling;
    this.messages.merge(view.messages, this.answers.followed);
    for (const message of this.messages.visible) {
      if (message.role === "assistant" && message.state === "streaming" && !message.local && !this.answers.followed.has(message.id)) {
        void this.answers.resume(message).catch(() => {
          this.messages.change(message.key, { state: "failed" });
          this.on.changed();
        });
      }
    }
    this.on.changed();
  }

  private async replace(
    gone: Shown[],
    clientMessageId: string,
    replyTo: string | undefined,
    text: string | null,
    first: () => AsyncGenerator<AnswerEvent>,
  ): Promise<void> {
    if (this.asking) {
      return;
    }
    this.asking = clientMessageId;
    gone.forEach(({ key }) => this.messages.change(key, { replacedBy: clientMessageId }));
    const keys = text === null ? [] : [this.messages.add("visitor", text, clientMessageId).key];
    const answer = this.messages.add("assistant", "", `${clientMessageId}-answer`, replyTo ?? keys[0]);
    this.on.changed();
    try {
      await this.answers.ask(answer.key, keys[0] ?? null, first);
    } catch (thrown) {
      gone.forEach(({ key }) => this.messages.change(key, { replacedBy: null }));
      this.takeBack([...keys, answer.key], errorOf(thrown), null);
    } finally {
      this.rested(clientMessageId);
    }
  }

  private rested(clientMessageId: string): void {
    if (this.asking === clientMessageId) {
      this.asking = null;
    }
    this.on.changed();
  }

  private takeBack(keys: string[], error: ErrorView, unsent: string | null): void {
    const identified = keys.some((key) => this.messages.find(key)?.local === false);
    for (const key of keys) {
      if (!identified) {
        this.messages.remove(key);
      } else if (this.messages.find(key)?.state === "streaming") {
        this.messages.change(key, { state: "failed", error });
      }
    }
    this.on.refused(error, identified ? null : unsent);
  }

  private added(message: MessageView): void {
    const known = this.messages.find(message.id);
    this.messages.put(message, this.answers.followed.has(message.id));
    if (message.role === "agent") {
      this.agentWriting = null;
    }
    this.on.changed();
    if (!known && message.role !== "visitor") {
      this.on.arrived(this.messages.find(message.id)!);
    }
  }

  private handled(handling: HandlingView): void {
    if (this.handling.by !== handling.by || this.handling.agent !== handling.agent) {
      const before = this.handling;
      this.handling = handling;
      this.agentWriting = null;
      this.on.changed();
      this.on.handling(before);
    }
  }

  private typed(typing: TypingView): void {
    if (typing.who === "agent") {
      clearTimeout(this.quiet);
      this.agentWriting = typing.typing ? (typing.name ?? "") : null;
      // An agent whose network went never says that they stopped.
      this.quiet = typing.typing ? setTimeout(() => this.typed({ ...typing, typing: false }), 8000) : undefined;
      this.on.changed();
    }
  }

  private acted(action: ActionView): void {
    const message = this.messages.find(action.messageId);
    if (message) {
      const others = (message.actions ?? []).filter(({ id }) => id !== action.id);
      const at = (message.actions ?? []).findIndex(({ id }) => id === action.id);
      this.messages.change(message.key, { actions: at < 0 ? [...others, action] : message.actions!.with(at, action) });
      this.on.changed();
    }
  }

  private async tried(call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (thrown) {
      this.on.refused(errorOf(thrown), null);
    }
  }
}
