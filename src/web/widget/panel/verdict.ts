import { button, h } from "../dom";
import type { Rating } from "../../shared/protocol";
import type { Shown } from "../chat/messages";
import { icon } from "../icons";
import { copy } from "./copy";
import { reasonForm } from "./reason-form";
import { textForm } from "./text-form";
import type { View } from "./view";

/** What a visitor can do with an answer: rate it, better it, copy it, ask for another. */
export class Verdict {
  readonly element: HTMLElement;
  private readonly said = h("span", { class: "said", role: "status" });
  private readonly again: HTMLButtonElement;
  private readonly thumbs: Record<Rating, HTMLButtonElement>;
  private form: HTMLFormElement | null = null;

  constructor(
    private message: Shown,
    private readonly view: View,
  ) {
    const { texts } = view;
    this.thumbs = { up: this.thumb("up", texts.goodAnswer), down: this.thumb("down", texts.badAnswer) };
    this.again = button(texts.regenerate, icon("again", 16), { class: "tool" }, () => void view.chat.regenerate(this.message));
    const row = h(
      "div",
      { class: "verdict" },
      this.thumbs.up,
      this.thumbs.down,
      button(texts.copy, icon("copy", 16), { class: "tool" }, () => void this.copy()),
      this.again,
      button(texts.suggestBetter, null, { class: "tool better" }, () => this.better()),
    );
    this.element = h("div", { class: "verdict-box" }, row, this.said);
  }

  show(message: Shown, last: boolean): void {
    this.message = message;
    this.again.hidden = !last;
    for (const rating of ["up", "down"] as const) {
      this.thumbs[rating].setAttribute("aria-pressed", String(message.rating === rating));
    }
  }

  private thumb(rating: Rating, label: string): HTMLButtonElement {
    return button(label, icon(`thumb-${rating}`, 16), { class: "tool thumb", "data-rating": rating, "aria-pressed": "false" }, () => void this.rate(rating));
  }

  private async rate(rating: Rating, reason?: string): Promise<void> {
    const { texts, chat, emit } = this.view;
    try {
      await chat.rate(this.message, rating, reason);
      emit("rating", { messageId: this.message.id, rating, ...(reason ? { reason } : {}) });
      this.said.textContent = rating === "up" ? texts.thankYou : "";
      if (rating === "down" && !reason) {
        this.open(reasonForm(texts, (given) => this.reason(given), () => this.close()));
      } else if (rating === "up") {
        this.close();
      }
    } catch {
      this.said.textContent = texts.notSent;
    }
  }

  private async reason(given: string): Promise<void> {
    await this.view.chat.rate(this.message, "down", given);
    this.view.emit("rating", { messageId: this.message.id, rating: "down", reason: given });
    this.close();
    this.said.textContent = this.view.texts.thankYou;
  }

  private better(): void {
    const { texts, chat, emit } = this.view;
    const send = async (text: string): Promise<void> => {
      await chat.suggest(this.message, text);
      emit("suggestion", { messageId: this.message.id, text });
      this.close();
      this.said.textContent = texts.personWillLook;
    };
    this.open(textForm(texts, texts.betterAnswer, this.message.text, send, () => this.close()));
  }

  private async copy(): Promise<void> {
    try {
      await copy(this.message.text.replace(/\s?\[\d{1,3}\](?!\()/g, ""), this.element);
      this.said.textContent = this.view.texts.copied;
    } catch {
      this.said.textContent = this.view.texts.errors.failed;
    }
  }

  private open(form: HTMLFormElement): void {
    this.form?.remove();
    this.form = form;
    this.element.append(form);
    form.scrollIntoView({ block: "nearest" });
  }

  private close(): void {
    const focused = this.form?.contains((this.element.getRootNode() as ShadowRoot).activeElement) ?? false;
    this.form?.remove();
    this.form = null;
    if (focused) {
      this.thumbs.down.focus();
    }
  }
}
