import { h } from "../dom";
import type { Citation } from "../../shared/protocol";
import type { Texts } from "../texts/texts";
import { safeAddress } from "./link";

/** A citation's mark in an answer: a button that opens the source. */
export function citationMark(citation: Citation, open: (citation: Citation) => void, texts: Texts): HTMLElement {
  return h(
    "button",
    { type: "button", class: "mark", "aria-label": texts.source(citation.number, citation.title), onclick: () => open(citation) },
    String(citation.number),
  );
}

/** Where a citation's document can be opened at the cited place; null where it has no web address. */
export function sourceAddress(citation: Citation): URL | null {
  if (!citation.source || !/^https?:\/\//i.test(citation.source)) {
    return null;
  }
  const place = citation.page ? `page=${citation.page}` : encodeURIComponent(citation.anchor ?? "");
  return safeAddress(place === "" ? citation.source : `${citation.source.replace(/#.*$/, "")}#${place}`);
}
