import { h } from "./dom";
import type { Citation } from "./protocol";

/** An answer as nodes: text as text (nothing in it is ever mark-up), citation marks as buttons. */
export function answerNodes(text: string, citations: Citation[], open: (citation: Citation) => void): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const mark of text.matchAll(/\[(\d{1,3})\]/g)) {
    const citation = citations.find((candidate) => candidate.number === Number(mark[1]));
    if (!citation) {
      continue;
    }
    nodes.push(document.createTextNode(text.slice(from, mark.index)));
    nodes.push(
      h(
        "button",
        { type: "button", class: "mark", "aria-label": `Source ${citation.number}: ${citation.title}`, onclick: () => open(citation) },
        String(citation.number),
      ),
    );
    from = mark.index + mark[0].length;
  }
  nodes.push(document.createTextNode(text.slice(from)));
  return nodes;
}
