import { h } from "./dom";

/** Says things to a screen reader, each once, and nothing while text is still growing. */
export class Announcer {
  readonly element = h("div", { class: "sr", "aria-live": "polite", "aria-atomic": "true" });
  private timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    clearTimeout(this.timer);
    this.element.textContent = "";
    // A text that follows the same text is only noticed where it was gone in between.
    this.timer = setTimeout(() => (this.element.textContent = text), 60);
  }
}

/** An answer as it is best read out: without mark-up, sources' numbers and addresses. */
export function spoken(text: string): string {
  return text
    .replace(/\s?\[\d{1,3}\](?!\()/g, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^ {0,3}(#{1,6}|>|[-*+]|`{3,}.*|~{3,}.*)\s*/gm, "")
    .replace(/[*_`~|]+/g, "")
    .trim();
}
