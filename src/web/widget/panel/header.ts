import { button, h } from "../dom";
import { icon } from "../icons";
import type { Chat } from "../chat/chat";
import type { SiteView } from "../../shared/protocol";
import type { Texts } from "../texts/texts";

/** Who one talks to, a new conversation, and the way out. */
export class Header {
  readonly element: HTMLElement;
  private readonly title = h("h2", { tabindex: "-1", dir: "auto" });
  private readonly status = h("p", { class: "status" });
  private readonly avatar = h("span", { class: "avatar", "aria-hidden": "true" });
  private readonly fresh: HTMLButtonElement;

  constructor(
    private readonly texts: Texts,
    on: { begin(): void; close(): void },
  ) {
    this.fresh = button(texts.newConversation, icon("fresh", 20), { class: "round" }, on.begin);
    this.element = h(
      "header",
      {},
      this.avatar,
      h("div", { class: "names" }, this.title, this.status),
      this.fresh,
      button(texts.close, icon("close", 20), { class: "round close" }, on.close),
    );
  }

  show(site: SiteView | null, chat: Chat | null): void {
    const by = chat?.handling.by ?? "assistant";
    const online = chat?.online ?? true;
    const name = by === "agent" && chat?.handling.agent ? chat.handling.agent : (site?.assistant ?? "");
    set(this.title, name);
    // Who handles the conversation and whether the network is there are said above the composer; the dot shows them too.
    set(this.status, site ? (by === "assistant" && online ? `${site.business} · ${this.texts.answersAtOnce}` : site.business) : this.texts.connecting);
    this.element.dataset["by"] = online ? by : "nobody";
    this.fresh.hidden = !chat || chat.messages.visible.length === 0;
    const face = by === "assistant" ? "leaf" : "person";
    if (this.avatar.dataset["face"] !== face) {
      this.avatar.dataset["face"] = face;
      this.avatar.replaceChildren(icon(face, 20));
    }
  }

  focus(): void {
    this.title.focus();
  }
}

function set(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
