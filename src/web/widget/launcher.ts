import { h } from "./dom";
import { icon } from "./icons";
import type { Texts } from "./texts/texts";

/** The button that opens the chat, with the number of messages that came meanwhile. */
export class Launcher {
  readonly element: HTMLButtonElement;
  private readonly badge = h("span", { class: "badge", "aria-hidden": "true", hidden: true });

  constructor(
    private readonly texts: Texts,
    press: () => void,
  ) {
    this.element = h(
      "button",
      { type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-label": texts.chatWithUs, onclick: press },
      icon("chat", 22),
      h("span", { class: "label" }, texts.chatWithUs),
      this.badge,
    );
  }

  show(open: boolean, unread: number): void {
    this.element.hidden = open;
    this.element.setAttribute("aria-expanded", String(open));
    this.badge.hidden = unread === 0;
    this.badge.textContent = unread > 99 ? "99+" : String(unread);
    const name = unread === 0 ? this.texts.chatWithUs : `${this.texts.chatWithUs}. ${this.texts.newMessages(unread)}`;
    if (this.element.getAttribute("aria-label") !== name) {
      this.element.setAttribute("aria-label", name);
    }
  }
}
