import { button, h, place } from "../dom";
import type { Shown } from "../chat/messages";
import { icon } from "../icons";
import { AnswerText } from "../markdown/answer-text";
import type { SiteView } from "../../shared/protocol";
import { dots, MessageItem } from "./message-item";
import type { View } from "./view";

/** The messages, with the welcome above them and who is writing below. */
export class Log {
  readonly element: HTMLElement;
  private readonly scroller: HTMLElement;
  private readonly list = h("div", { class: "messages" });
  private readonly welcome = h("div", { class: "welcome body" });
  private readonly suggestions = h("div", { class: "suggestions", role: "group" });
  private readonly writing = h("div", { class: "message agent writing", hidden: true });
  private readonly latest: HTMLButtonElement;
  private readonly items = new Map<string, MessageItem>();
  private atEnd = true;

  constructor(
    private readonly view: View,
    site: SiteView,
    ask: (text: string) => void,
  ) {
    const { texts } = view;
    new AnswerText(this.welcome, { texts, open: () => {} }).show(site.welcome);
    this.suggestions.setAttribute("aria-label", texts.suggestions);
    this.suggestions.append(...site.suggestions.map((question) => button(question, null, { class: "suggestion", dir: "auto" }, () => ask(question))));
    // Its changes are not read out piece by piece: a finished message is announced as a whole.
    this.scroller = h(
      "div",
      { class: "log", role: "log", "aria-live": "off", "aria-label": texts.conversation, tabindex: "0" },
      h("div", { class: "greeting" }, this.welcome),
      this.suggestions,
      this.list,
      this.writing,
    );
    this.latest = button(texts.latest, icon("down"), { class: "latest", hidden: true }, () => this.toEnd());
    this.element = h("div", { class: "log-box" }, this.scroller, this.latest);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    if (typeof ResizeObserver === "function") {
      new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.scroller);
    }
  }

  render(): void {
    const { chat, texts } = this.view;
    const visible = chat.messages.visible;
    const keys = new Set(visible.map(({ key }) => key));
    for (const key of this.items.keys()) {
      if (!keys.has(key)) {
        this.items.delete(key);
      }
    }
    const lastAnswer = visible.findLast(({ role }) => role === "assistant");
    const lastQuestion = visible.findLast(({ role }) => role === "visitor");
    const assisted = chat.handling.by === "assistant";
    const idle = !chat.answering;
    const rows = visible.map((message, at) => {
      const item = this.items.get(message.key) ?? new MessageItem(this.view);
      this.items.set(message.key, item);
      item.show(message, {
        lastAnswer: assisted && idle && message === lastAnswer && message === visible.at(-1),
        editable: assisted && idle && message === lastQuestion && visible.slice(at + 1).every(({ role }) => role === "assistant"),
        follows: sameAuthor(visible[at - 1], message),
      });
      return item.element;
    });
    const asked = visible.at(-1)?.local === true;
    place(this.list, rows);
    this.suggestions.hidden = visible.length > 0 || chat.connecting || this.suggestions.childElementCount === 0;
    this.showWriting(chat.agentWriting, texts.isWriting(chat.agentWriting || texts.aPerson));
    if (this.atEnd || asked) {
      this.toEnd();
    }
  }

  toEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.atEnd = true;
    this.latest.hidden = true;
  }

  private showWriting(name: string | null, label: string): void {
    if (this.writing.hidden !== (name === null)) {
      this.writing.hidden = name === null;
      this.writing.replaceChildren(...(name === null ? [] : [h("div", { class: "body" }, dots(label))]));
    }
  }

  private scrolled(): void {
    this.atEnd = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 60;
    this.latest.hidden = this.atEnd;
  }
}

function sameAuthor(one: Shown | undefined, other: Shown): boolean {
  return one?.role === other.role && one.author === other.author;
}
