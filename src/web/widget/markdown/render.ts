import { h } from "../dom";
import type { Citation } from "../../shared/protocol";
import type { Texts } from "../texts/texts";
import type { Block } from "./blocks";
import { citationMark } from "./citations";
import { piecesOf, type Piece } from "./inline";
import { answerLink, safeAddress } from "./link";

export interface Rendering {
  texts: Texts;
  citations: Citation[];
  /** Whether the text is whole: a mark without a source is then left out, for no passage says what it stands behind. */
  finished: boolean;
  open(citation: Citation): void;
}

/** A block as nodes. Every node is made by name, none is parsed: nothing in a text can become mark-up. */
export function blockNode(block: Block, as: Rendering): HTMLElement {
  switch (block.kind) {
    case "paragraph":
      return h("p", { dir: "auto" }, ...line(block.text, as));
    case "heading":
      // No real heading: the page's outline is the page's own.
      return h("p", { dir: "auto", class: `heading level-${block.level}` }, h("strong", {}, ...line(block.text, as)));
    case "code":
      return h("pre", { dir: "ltr", tabindex: "0", role: "group", "aria-label": as.texts.code }, h("code", {}, block.text));
    case "quote":
      return h("blockquote", {}, ...block.blocks.map((inner) => blockNode(inner, as)));
    case "list":
      return h(
        block.ordered ? "ol" : "ul",
        block.ordered && block.start !== 1 ? { start: String(block.start) } : {},
        ...block.items.map((item) => h("li", { dir: "auto" }, ...itemNodes(item, as))),
      );
    case "table":
      return table(block.head, block.rows, as);
    case "rule":
      return h("hr");
  }
}

function itemNodes(blocks: Block[], as: Rendering): Node[] {
  return blocks.flatMap((block, at) => (at === 0 && block.kind === "paragraph" ? line(block.text, as) : [blockNode(block, as)]));
}

function table(head: string[], rows: string[][], as: Rendering): HTMLElement {
  const row = (tag: "th" | "td", cells: string[]) =>
    h("tr", {}, ...head.map((_, at) => h(tag, tag === "th" ? { scope: "col", dir: "auto" } : { dir: "auto" }, ...line(cells[at] ?? "", as))));
  return h(
    "div",
    { class: "table", tabindex: "0", role: "group", "aria-label": as.texts.table },
    h("table", {}, h("thead", {}, row("th", head)), h("tbody", {}, ...rows.map((cells) => row("td", cells)))),
  );
}

/** A line's text with its mark-up as nodes. */
export function line(text: string, as: Rendering): Node[] {
  return nodesOf(piecesOf(text), as);
}

function nodesOf(pieces: Piece[], as: Rendering): Node[] {
  const nodes: Node[] = [];
  for (const piece of pieces) {
    switch (piece.kind) {
      case "text":
        nodes.push(document.createTextNode(piece.text));
        break;
      case "code":
        nodes.push(h("code", { dir: "ltr" }, piece.text));
        break;
      case "break":
        nodes.push(h("br"));
        break;
      case "strong":
        nodes.push(h("strong", {}, ...nodesOf(piece.pieces, as)));
        break;
      case "emphasis":
        nodes.push(h("em", {}, ...nodesOf(piece.pieces, as)));
        break;
      case "struck":
        nodes.push(h("s", {}, ...nodesOf(piece.pieces, as)));
        break;
      case "link": {
        const url = safeAddress(piece.address);
        const label = nodesOf(piece.pieces, as);
        nodes.push(...(url ? [answerLink(url, label, as.texts)] : label));
        break;
      }
      case "mark":
        mark(nodes, piece.number, as);
    }
  }
  return nodes;
}

function mark(nodes: Node[], number: number, as: Rendering): void {
  const citation = as.citations.find((candidate) => candidate.number === number);
  const before = nodes.at(-1);
  if (citation) {
    nodes.push(citationMark(citation, (opened) => as.open(opened), as.texts));
  } else if (!as.finished) {
    nodes.push(document.createTextNode(`[${number}]`));
  } else if (before instanceof Text) {
    before.data = before.data.replace(/\s$/, "");
  }
}
