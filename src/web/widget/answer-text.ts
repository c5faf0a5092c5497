import { h } from "./dom";
import type { Citation } from "./protocol";

/**
 * An answer as nodes: text as text (nothing in it is ever mark-up), citation marks as buttons. A mark without a source is
 * left out of a finished answer: the server found that no passage says what it stands behind.
 */
export function answerNodes(text: string, citations: Citation[], open: (citation: Citation) => void, finished: boolean): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const mark of text.matchAll(/\s?\[(\d{1,3})\]/g)) {
    const citation = citations.find((candidate) => candidate.number === Number(mark[1]));
    if (!citation && !finished) {
      continue;
    }
    const space = citation && /^\s/.test(mark[0]) ? 1 : 0;
    nodes.push(document.createTextNode(text.slice(from, mark.index + space)));
    if (citation) {
      nodes.push(
        h(
          "button",
          { type: "button", class: "mark", "aria-label": `Source ${citation.number}: ${citation.title}`, onclick: () => open(citation) },
          String(citation.number),
        ),
      );
    }
    from = mark.index + mark[0].length;
  }
  nodes.push(document.createTextNode(text.slice(from)));
  return nodes;
}

/** Where a citation's document can be opened at the cited place; null where it has no web address. */
export function sourceAddress(citation: Citation): string | null {
  if (!citation.source || !/^https?:\/\//i.test(citation.source)) {
    return null;
  }
  const place = citation.page ? `page=${citation.page}` : encodeURIComponent(citation.anchor);
  return place === "" ? citation.source : `${citation.source.replace(/#.*$/, "")}#${place}`;
}
