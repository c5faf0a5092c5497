import { h } from "../dom";
import type { Citation } from "../../shared/protocol";
import { sourceAddress } from "../markdown/citations";
import { anchor } from "../markdown/link";
import type { Texts } from "../texts/texts";

/** An answer's sources as chips, each of which opens to the cited passage. */
export class Sources {
  readonly element: HTMLElement;

  constructor(citations: Citation[], texts: Texts) {
    this.element = h("div", { class: "sources", role: "group", "aria-label": texts.sources }, ...citations.map((citation) => source(citation, texts)));
    this.element.hidden = citations.length === 0;
  }

  open(number: number): void {
    const details = this.element.querySelector<HTMLDetailsElement>(`details[data-number="${number}"]`);
    if (details) {
      details.open = true;
      details.querySelector("summary")?.focus();
      details.scrollIntoView({ block: "nearest" });
    }
  }
}

function source(citation: Citation, texts: Texts): HTMLElement {
  const address = sourceAddress(citation);
  return h(
    "details",
    { class: "source", "data-number": String(citation.number) },
    h("summary", {}, h("b", {}, String(citation.number)), h("span", { dir: "auto" }, citation.title)),
    h("p", { dir: "auto" }, citation.text),
    ...(address ? [anchor(address, `${texts.openDocument} ↗`)] : []),
  );
}
