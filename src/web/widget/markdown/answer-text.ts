import type { Citation } from "../../shared/protocol";
import { blocksOf } from "./blocks";
import { blockNode, type Rendering } from "./render";

/**
 * An answer's text, shown while it grows: blocks that are behind the growing end stay as they are, so that a piece costs
 * as much as the last block is long and not as the whole answer is.
 */
export class AnswerText {
  private text = "";
  /** Where the last block begins; all before it is settled. */
  private settled = 0;
  private settledNodes = 0;
  private key = "";

  constructor(
    private readonly element: HTMLElement,
    private readonly as: Pick<Rendering, "texts" | "open">,
  ) {}

  show(text: string, citations: Citation[] = [], finished = true): void {
    const key = `${finished}:${citations.map(({ number, title }) => `${number}${title}`).join()}`;
    const grows = key === this.key && text.startsWith(this.text.slice(0, this.settled));
    if (grows && text === this.text) {
      return;
    }
    if (!grows) {
      this.settled = this.settledNodes = 0;
    }
    this.key = key;
    this.text = text;
    while (this.element.childNodes.length > this.settledNodes) {
      this.element.lastChild!.remove();
    }
    const from = this.settled;
    const blocks = blocksOf(text.slice(from));
    blocks.forEach(({ block, from: at }, index) => {
      this.element.append(blockNode(block, { ...this.as, citations, finished }));
      if (index === blocks.length - 1) {
        this.settled = from + at;
        this.settledNodes = this.element.childNodes.length - 1;
      }
    });
  }
}
