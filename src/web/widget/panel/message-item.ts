import { button, h } from "../dom";
import type { Shown } from "../chat/messages";
import { icon } from "../icons";
import { AnswerText } from "../markdown/answer-text";
import { actionCard } from "./action-card";
import { errorText } from "./error-text";
import { Sources } from "./sources";
import { textForm } from "./text-form";
import { Verdict } from "./verdict";
import type { View } from "./view";

export interface Standing {
  /** The last answer: another one can be asked for. */
  lastAnswer: boolean;
  /** The last question, with no person in between: it can be edited. */
  editable: boolean;
  /** The message before is of the same author: the name need not be said again. */
  follows: boolean;
}

/** One message: its text, and below an answer its sources and what the visitor can say of it. */
export class MessageItem {
  readonly element: HTMLElement;
  private readonly who = h("div", { class: "who" });
  private readonly body = h("div", { class: "body" });
  private readonly cards = h("div", { class: "cards" });
  private readonly foot = h("div", { class: "foot" });
  private readonly text: AnswerText;
  private sources: Sources | null = null;
  private verdict: Verdict | null = null;
  private edit: HTMLButtonElement | null = null;
  private shown: Shown | null = null;
  private before = "";

  constructor(private readonly view: View) {
    this.text = new AnswerText(this.body, { texts: view.texts, open: (citation) => this.sources?.open(citation.number) });
    this.element = h("article", {}, this.who, this.body, this.cards, this.foot);
  }

  show(message: Shown, standing: Standing): void {
    const state = `${standing.lastAnswer}${standing.editable}${standing.follows}`;
    if (message === this.shown && state === this.before) {
      return;
    }
    const actions = message.actions ?? [];
    const changed = message.state !== this.shown?.state || message.citations !== this.shown.citations || message.local !== this.shown.local;
    const acted = JSON.stringify(actions) !== JSON.stringify(this.shown?.actions ?? []);
    this.shown = message;
    this.before = state;
    this.element.className = `message ${message.role}${standing.follows ? " follows" : ""}`;
    this.element.dataset["messageId"] = message.id;
    this.element.dataset["state"] = message.state;
    if (message.version) {
      this.element.dataset["version"] = String(message.version);
    }
    this.showBody(message);
    if (changed) {
      this.build(message);
      this.name(message);
    }
    if (acted) {
      this.cards.replaceChildren(...actions.map((action) => actionCard(action, this.view)));
    }
    this.verdict?.show(message, standing.lastAnswer);
    if (this.edit) {
      this.edit.hidden = !standing.editable || message.local;
    }
  }

  private showBody(message: Shown): void {
    if (message.role === "visitor" || message.role === "note") {
      if (this.body.textContent !== message.text) {
        this.body.replaceChildren(h("p", { dir: "auto" }, message.text));
      }
    } else if (message.state === "streaming" && message.text === "") {
      this.body.replaceChildren(dots(this.view.texts.isWriting(this.view.assistant)));
    } else {
      this.body.querySelector(".dots")?.remove();
      this.text.show(message.text, message.citations, message.state !== "streaming");
    }
    this.body.hidden = message.state === "failed" && message.text === "";
  }

  private name(message: Shown): void {
    const { texts, assistant, language } = this.view;
    const time = message.createdAt ? new Date(message.createdAt) : new Date(NaN);
    const clock = isNaN(time.getTime()) ? "" : new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" }).format(time);
    const author = message.role === "visitor" ? texts.you : message.role === "assistant" ? assistant : (message.author ?? "");
    this.who.replaceChildren(...(author === "" ? [] : [h("b", { dir: "auto" }, author)]), ...(clock === "" || message.role === "note" ? [] : [h("time", {}, clock)]));
  }

  private build(message: Shown): void {
    const { role, state } = message;
    this.foot.replaceChildren();
    this.verdict = null;
    this.edit = null;
    if (role === "visitor") {
      this.edit = button(this.view.texts.edit, icon("edit", 15), { class: "tool" }, () => this.editing());
      this.foot.append(this.edit);
    } else if (role === "assistant" && state !== "streaming") {
      this.end(message);
    }
  }

  private end(message: Shown): void {
    const { texts, chat } = this.view;
    if (message.state === "failed") {
      this.foot.append(
        h("p", { class: "note-text failed" }, message.error ? errorText(message.error, texts) : texts.failed),
        ...(message.local ? [] : [button(texts.tryAgain, null, { class: "small" }, () => void chat.regenerate(this.shown!))]),
      );
      return;
    }
    this.sources = new Sources(message.citations, texts);
    this.verdict = new Verdict(message, this.view);
    this.foot.append(this.sources.element, ...(message.state === "stopped" ? [h("p", { class: "note-text" }, texts.stopped)] : []), this.verdict.element);
  }

  private editing(): void {
    if (this.foot.querySelector("form")) {
      return;
    }
    const { texts, chat } = this.view;
    const done = (): void => {
      form.remove();
      this.body.hidden = false;
      this.edit!.hidden = false;
      this.edit!.focus();
    };
    const form = textForm(texts, texts.editQuestion, this.shown!.text, async (text) => void chat.edit(this.shown!, text), done);
    this.body.hidden = true;
    this.edit!.hidden = true;
    this.foot.append(form);
  }
}

/** Three dots that say that somebody writes. */
export function dots(label: string): HTMLElement {
  return h("span", { class: "dots", role: "img", "aria-label": label }, h("i"), h("i"), h("i"));
}
