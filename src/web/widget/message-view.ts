import { answerNodes, sourceAddress } from "./answer-text";
import { h } from "./dom";
import { thumb as thumbIcon } from "./icons";
import type { Citation, Message, Rating } from "./protocol";

export interface MessageActions {
  rate(message: Message, rating: Rating): Promise<void>;
  suggest(message: Message, text: string): Promise<void>;
}

/** One message: its text, and below an answer its sources and what the visitor can say of it. */
export class MessageView {
  readonly element: HTMLElement;
  private readonly body = h("div", { class: "body" });
  private readonly foot = h("div", { class: "foot" });

  constructor(
    private message: Message,
    private readonly actions: MessageActions,
  ) {
    this.element = h("article", { class: `message ${message.role}` }, this.body, this.foot);
    this.show(message);
  }

  show(message: Message): void {
    this.message = message;
    this.element.dataset["messageId"] = message.id;
    this.element.dataset["state"] = message.state;
    if (message.version) {
      this.element.dataset["version"] = String(message.version);
    }
    const waiting = message.state === "streaming" && message.text === "";
    this.body.replaceChildren(
      ...(waiting
        ? [h("span", { class: "typing", role: "img", "aria-label": "The assistant is writing" }, h("i"), h("i"), h("i"))]
        : answerNodes(message.text, message.citations, (citation) => this.openSource(citation), message.state !== "streaming")),
    );
    this.foot.replaceChildren(...this.footNodes());
  }

  private footNodes(): Node[] {
    const { role, state } = this.message;
    if (role === "visitor" || state === "streaming") {
      return [];
    }
    if (state === "failed") {
      return [h("p", { class: "note" }, "This answer could not be finished. Please ask again.")];
    }
    const nodes: Node[] = this.message.citations.map((citation) => this.source(citation));
    if (state === "stopped") {
      nodes.push(h("p", { class: "note" }, "Stopped."));
    }
    nodes.push(this.verdict());
    return nodes;
  }

  private source(citation: Citation): HTMLElement {
    const address = sourceAddress(citation);
    return h(
      "details",
      { class: "source", "data-number": String(citation.number) },
      h("summary", {}, h("b", {}, String(citation.number)), ` ${citation.title}`),
      h("p", {}, citation.text),
      ...(address ? [h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, "Open the document")] : []),
    );
  }

  private openSource(citation: Citation): void {
    const details = this.foot.querySelector<HTMLDetailsElement>(`details[data-number="${citation.number}"]`);
    if (details) {
      details.open = true;
      details.querySelector("summary")?.focus();
    }
  }

  private verdict(): HTMLElement {
    const said = h("span", { class: "said", role: "status" });
    const thumb = (rating: Rating, label: string) =>
      h(
        "button",
        {
          type: "button",
          class: "thumb",
          "data-rating": rating,
          "aria-pressed": String(this.message.rating === rating),
          "aria-label": label,
          title: label,
          onclick: () => void this.rate(rating, row, said),
        },
        thumbIcon(rating),
      );
    const better = h(
      "button",
      { type: "button", class: "better", onclick: () => this.openSuggestion(row, said) },
      "Suggest a better answer",
    );
    const row = h("div", { class: "verdict" }, thumb("up", "Good answer"), thumb("down", "Bad answer"), better, said);
    return row;
  }

  private async rate(rating: Rating, row: HTMLElement, said: HTMLElement): Promise<void> {
    try {
      await this.actions.rate(this.message, rating);
      this.message = { ...this.message, rating };
      for (const button of row.querySelectorAll<HTMLElement>(".thumb")) {
        button.setAttribute("aria-pressed", String(button.dataset["rating"] === rating));
      }
      said.textContent = "Thank you.";
    } catch {
      said.textContent = "That was not sent. Please try again.";
    }
  }

  private openSuggestion(row: HTMLElement, said: HTMLElement): void {
    if (this.foot.querySelector("form")) {
      return;
    }
    const box = h("textarea", { rows: "3", maxlength: "4000", "aria-label": "A better answer" });
    box.value = this.message.text;
    const form = h(
      "form",
      {
        class: "suggestion",
        onsubmit: (event) => {
          event.preventDefault();
          void send();
        },
      },
      box,
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "submit", class: "primary" }, "Send"),
        h("button", { type: "button", onclick: () => form.remove() }, "Cancel"),
      ),
    );
    const send = async () => {
      const text = box.value.trim();
      if (text === "") {
        return;
      }
      try {
        await this.actions.suggest(this.message, text);
        form.remove();
        said.textContent = "Thank you. A person will look at it.";
      } catch {
        said.textContent = "That was not sent. Please try again.";
      }
    };
    row.after(form);
    box.focus();
  }
}
