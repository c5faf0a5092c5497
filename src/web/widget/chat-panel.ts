import { Connection } from "./connection";
import { h } from "./dom";
import { Memory } from "./memory";
import { MessageView } from "./message-view";
import { errorOf, type AnswerEvent, type Message, type Site } from "./protocol";

/** The longest message in characters; the server refuses a longer one. */
const maxLength = 4000;

/** The open chat: the conversation, and the box to write in. */
export class ChatPanel {
  readonly element: HTMLElement;
  private readonly log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "Conversation", tabindex: "0" });
  private readonly box = h("textarea", { rows: "1", maxlength: String(maxLength), "aria-label": "Your message", placeholder: "Write a message" });
  private readonly send = h("button", { type: "submit", class: "primary send" }, "Send");
  private readonly notice = h("p", { class: "notice", role: "status" });
  private readonly title = h("h2", {}, "Chat");
  private readonly connection: Connection;
  private readonly memory: Memory;
  private readonly views = new Map<string, MessageView>();
  private conversationId = "";
  private answering: Message | null = null;

  constructor(
    private readonly server: string,
    close: () => void,
  ) {
    this.memory = new Memory(server);
    this.connection = new Connection(
      server,
      (online) => this.say(online ? "" : "Connection lost. Trying again…"),
      (messageId) => void this.catchUp(messageId),
    );
    const form = h(
      "form",
      {
        class: "composer",
        onsubmit: (event) => {
          event.preventDefault();
          void this.submit();
        },
      },
      this.box,
      this.send,
    );
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        void this.submit();
      }
    });
    this.element = h(
      "section",
      { class: "panel", role: "dialog", "aria-label": "Chat with the assistant" },
      h("header", {}, this.title, h("button", { type: "button", class: "close", "aria-label": "Close the chat", onclick: close }, "×")),
      this.log,
      this.notice,
      form,
    );
  }

  /** Connects, and shows the conversation as it stands. */
  async start(): Promise<void> {
    try {
      const site = await this.site();
      this.title.textContent = `${site.assistant} · ${site.business}`;
      const conversation = await this.connection.start(this.memory.conversationId, this.memory.visitorId);
      this.conversationId = this.memory.conversationId = conversation.id;
      this.log.replaceChildren(h("p", { class: "welcome" }, site.welcome));
      if (conversation.messages.length === 0) {
        this.suggest(site.suggestions);
      }
      await this.showNew(conversation.messages);
    } catch (thrown) {
      this.say(errorOf(thrown).detail);
    }
  }

  focus(): void {
    this.box.focus();
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** Another page of this conversation asked: its question and answer are shown here too. */
  private async catchUp(messageId: string): Promise<void> {
    if (this.answering || this.views.has(messageId)) {
      return;
    }
    try {
      this.log.querySelector(".suggestions")?.remove();
      await this.showNew((await this.connection.start(this.conversationId, this.memory.visitorId)).messages);
    } catch (thrown) {
      this.say(errorOf(thrown).detail);
    }
  }

  private async showNew(messages: Message[]): Promise<void> {
    messages.filter((message) => !this.views.has(message.id)).forEach((message) => this.show(message));
    const open = messages.find((message) => message.state === "streaming");
    if (open) {
      await this.follow(open, this.connection.resume(open.id, open.sequence));
    }
  }

  private async site(): Promise<Site> {
    const reply = await fetch(`${this.server}/api/site`);
    if (!reply.ok) {
      throw new Error(`The server answered ${reply.status}.`);
    }
    return (await reply.json()) as Site;
  }

  private suggest(questions: string[]): void {
    const list = h("div", { class: "suggestions" });
    for (const question of questions) {
      list.append(h("button", { type: "button", onclick: () => void this.ask(question) }, question));
    }
    this.log.append(list);
  }

  private async submit(): Promise<void> {
    if (this.answering) {
      await this.connection.stop(this.answering.id).catch(() => this.say("The answer could not be stopped."));
      return;
    }
    const text = this.box.value.trim();
    if (text !== "") {
      this.box.value = "";
      await this.ask(text);
    }
  }

  private async ask(text: string): Promise<void> {
    if (this.answering || this.conversationId === "") {
      return;
    }
    this.log.querySelector(".suggestions")?.remove();
    this.say("");
    const clientMessageId = crypto.randomUUID();
    this.show(blank(clientMessageId, "visitor", text, "complete"));
    const answer = blank(`${clientMessageId}-answer`, "assistant", "", "streaming");
    this.show(answer);
    await this.follow(answer, this.connection.ask(this.conversationId, clientMessageId, text));
  }

  private async follow(answer: Message, events: AsyncGenerator<AnswerEvent>): Promise<void> {
    const view = this.views.get(answer.id)!;
    this.answering = answer;
    this.send.textContent = "Stop";
    try {
      for await (const event of events) {
        answer = applied(answer, event);
        this.answering = answer;
        this.views.set(answer.id, view);
        if (event.visitorMessageId) {
          this.views.set(event.visitorMessageId, view);
        }
        view.show(answer);
        this.scroll();
      }
    } catch (thrown) {
      view.show({ ...answer, state: "failed" });
      this.say(errorOf(thrown).detail);
    } finally {
      this.answering = null;
      this.send.textContent = "Send";
    }
  }

  private show(message: Message): void {
    const view = new MessageView(message, {
      rate: (rated, rating) => this.connection.rate(rated.id, rating),
      suggest: (bettered, text) => this.connection.suggest(bettered.id, text),
    });
    this.views.set(message.id, view);
    this.log.append(view.element);
    this.scroll();
  }

  private say(text: string): void {
    this.notice.textContent = text;
  }

  private scroll(): void {
    this.log.scrollTop = this.log.scrollHeight;
  }
}

/** The message after one event of its stream. */
export function applied(message: Message, event: AnswerEvent): Message {
  const next = { ...message, id: event.messageId, sequence: event.sequence, version: event.version ?? message.version };
  switch (event.kind) {
    case "started":
      return next;
    case "text":
      return { ...next, text: message.text + (event.text ?? "") };
    case "completed":
      return { ...next, text: event.text ?? message.text, citations: event.citations ?? [], state: "complete" };
    case "stopped":
      return { ...next, citations: event.citations ?? [], state: "stopped" };
    case "failed":
      return { ...next, state: "failed" };
  }
}

function blank(id: string, role: Message["role"], text: string, state: Message["state"]): Message {
  return { id, role, text, state, sequence: 0, createdAt: "", citations: [] };
}
