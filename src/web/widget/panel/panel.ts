import { button, h } from "../dom";
import { icon } from "../icons";
import type { Chat } from "../chat/chat";
import type { ErrorView, HandlingView, SiteView } from "../../shared/protocol";
import type { Texts } from "../texts/texts";
import { Composer } from "./composer";
import { Header } from "./header";
import { Log } from "./log";
import { Notice } from "./notice";
import { satisfactionCard } from "./satisfaction";
import type { View } from "./view";

export interface PanelOptions {
  texts: Texts;
  language: string;
  chat: Chat;
  hasIdentity(): boolean;
  announce(text: string): void;
  emit(name: string, detail: object): void;
  close(): void;
}

/** The open chat: header, messages, and the box to write in. */
export class Panel {
  readonly element: HTMLElement;
  private readonly header: Header;
  private readonly notice: Notice;
  private readonly composer: Composer;
  private readonly room = h("div", { class: "room" });
  private readonly asking = h("div", { class: "asking" });
  private readonly bar = h("div", { class: "bar", hidden: true });
  private log: Log | null = null;
  private site: SiteView | null = null;
  private barState = "";

  constructor(private readonly options: PanelOptions) {
    const { texts, chat } = options;
    this.header = new Header(texts, { begin: () => this.begin(), close: options.close });
    this.notice = new Notice(texts, () => this.render());
    this.composer = new Composer(texts, { ask: (text) => this.ask(text), stop: () => void chat.stop(), typing: () => chat.typing() });
    this.element = h(
      "section",
      { class: "panel", role: "dialog", "aria-label": texts.chatWithUs },
      this.header.element,
      this.room,
      this.asking,
      this.notice.element,
      this.bar,
      this.composer.element,
      h("p", { class: "ai-note" }, texts.aiNote),
    );
    this.render();
  }

  /** The business is known: shows its welcome, and can be asked. */
  welcome(site: SiteView): void {
    const { texts, language, chat, announce, emit } = this.options;
    this.site = site;
    const view: View = { texts, language, chat, assistant: site.assistant, announce, emit };
    this.log = new Log(view, site, (text) => this.ask(text));
    this.room.replaceChildren(this.log.element);
    this.element.setAttribute("aria-label", texts.chatWith(site.assistant));
    this.render();
  }

  /** The server could not be asked who answers here. */
  unreachable(words: string, again: HTMLElement): void {
    this.room.replaceChildren(h("div", { class: "loading", role: "alert" }, h("p", {}, words), again));
  }

  render(): void {
    const { chat, texts } = this.options;
    this.header.show(this.site, chat);
    this.notice.stand(!chat.online ? texts.connectionLost : this.locked ? texts.errors.identity_required : "");
    this.composer.show(chat.answering !== undefined, this.notice.waiting || this.locked || chat.busy || !this.site);
    this.log?.render();
    this.showBar();
  }

  focus(): void {
    // On a phone the keyboard would cover the welcome: there the visitor opens it.
    if (matchMedia("(pointer: coarse)").matches) {
      this.header.focus();
    } else {
      this.composer.box.focus();
    }
  }

  toEnd(): void {
    this.log?.toEnd();
  }

  ask(text: string): void {
    this.notice.clear();
    if (!this.notice.waiting && !this.locked && !this.options.chat.busy) {
      this.composer.box.focus({ preventScroll: true });
      void this.options.chat.ask(text);
    }
  }

  refused(error: ErrorView, unsent: string | null): void {
    this.notice.tell(error);
    if (unsent !== null) {
      this.composer.giveBack(unsent);
    }
    this.render();
  }

  handled(before: HandlingView): void {
    if (before.by === "agent" && this.options.chat.handling.by === "assistant") {
      // Without taking the focus: the visitor may be writing.
      this.askSatisfaction(false);
    }
  }

  /** Asks how the conversation was where that is due. True where it asks now. */
  askSatisfaction(focus = true): boolean {
    const { chat, texts, language, announce, emit } = this.options;
    const id = chat.conversationId;
    const answered = chat.messages.visible.some(({ role, state }) => role === "agent" || (role === "assistant" && state === "complete"));
    if (!this.site?.satisfaction || !id || !answered || chat.satisfaction !== null || chat.memory.askedFor(id)) {
      return false;
    }
    chat.memory.setAsked(id);
    const view: View = { texts, language, chat, assistant: this.site.assistant, announce, emit };
    this.asking.replaceChildren(satisfactionCard(view, () => {
      this.asking.replaceChildren();
      this.composer.box.focus();
    }));
    if (focus) {
      this.asking.querySelector<HTMLElement>(".star")?.focus();
    }
    return true;
  }

  private get locked(): boolean {
    return this.site?.requireIdentity === true && !this.options.hasIdentity();
  }

  private begin(): void {
    this.asking.replaceChildren();
    this.notice.clear();
    this.options.chat.begin();
    this.composer.box.focus();
  }

  private showBar(): void {
    const { chat, texts } = this.options;
    const by = chat.handling.by;
    const state = this.site && (by !== "assistant" || (this.site.handOver && chat.messages.visible.length > 0)) ? by : "";
    if (state === this.barState) {
      return;
    }
    this.barState = state;
    this.bar.hidden = state === "";
    const person = (): HTMLElement => {
      const asked = button(texts.talkToPerson, null, { class: "small" }, () => void chat.handOver());
      asked.prepend(icon("person", 15));
      return asked;
    };
    this.bar.replaceChildren(
      ...(state === ""
        ? []
        : state === "assistant"
          ? [person()]
          : [h("span", { role: "status" }, state === "waiting" ? texts.waitingForPerson : texts.talkingWith(chat.handling.agent || texts.aPerson)),
             button(texts.backToAssistant, null, { class: "small" }, () => void chat.backToAssistant())]),
    );
  }
}
