import { h } from "../dom";
import { icon } from "../icons";
import type { Texts } from "../texts/texts";
import { maxLength } from "./text-form";

/** The box to write in. Enter sends, Shift and Enter begins a line; while an answer is written the button stops it. */
export class Composer {
  readonly element: HTMLFormElement;
  readonly box: HTMLTextAreaElement;
  private readonly send: HTMLButtonElement;
  private readonly count = h("span", { class: "count", hidden: true });
  private answering = false;
  private blocked = false;
  /** The visitor sent while nothing could be sent yet. */
  private waiting = false;

  constructor(
    private readonly texts: Texts,
    private readonly on: { ask(text: string): void; stop(): void; typing(): void },
  ) {
    this.box = h("textarea", { rows: "1", maxlength: String(maxLength), "aria-label": texts.yourMessage, placeholder: texts.writeMessage, dir: "auto", enterkeyhint: "send" });
    this.send = h("button", { type: "submit", class: "send" });
    this.element = h("form", { class: "composer" }, h("div", { class: "field" }, this.box, this.count, this.send));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        if (!this.answering) {
          this.submit();
        }
      }
    });
    this.box.addEventListener("input", () => {
      this.waiting = false;
      this.resized();
      on.typing();
    });
    this.show(false, false);
  }

  show(answering: boolean, blocked: boolean): void {
    this.answering = answering;
    this.blocked = blocked;
    const name = answering ? this.texts.stop : this.texts.send;
    if (this.send.title !== name) {
      this.send.title = name;
      this.send.setAttribute("aria-label", name);
      this.send.replaceChildren(icon(answering ? "stop" : "send", 20));
    }
    this.resized();
    if (this.waiting && !blocked) {
      this.waiting = false;
      if (!answering) {
        this.submit();
      }
    }
  }

  /** Gives back what could not be sent, where nothing else was written meanwhile. */
  giveBack(text: string): void {
    if (this.box.value === "") {
      this.box.value = text;
      this.resized();
    }
  }

  private submit(): void {
    if (this.answering) {
      this.on.stop();
      return;
    }
    const text = this.box.value.trim();
    this.waiting = text !== "" && this.blocked;
    if (text !== "" && !this.blocked) {
      this.box.value = "";
      this.resized();
      this.on.ask(text);
    }
  }

  private resized(): void {
    const text = this.box.value;
    this.box.rows = Math.min(5, text.split("\n").length);
    this.count.hidden = text.length < maxLength - 500;
    this.count.textContent = `${text.length} / ${maxLength}`;
    // Not disabled but marked so: a button that is disabled loses the focus of whoever pressed it.
    this.send.setAttribute("aria-disabled", String(!this.answering && (this.blocked || text.trim() === "")));
  }
}
