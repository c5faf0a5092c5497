import type { ReactNode } from "react";
import type { Passage } from "./types";

/** An answer's text with its citation marks set off; a number without a passage stays text. */
export function AnswerText({ text, citations }: { text: string; citations: Passage[] }) {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const mark of text.matchAll(/\[(\d{1,3})\]/g)) {
    const passage = citations.find((candidate) => candidate.number === Number(mark[1]));
    if (passage) {
      parts.push(text.slice(from, mark.index), <span key={mark.index} className="mark" title={passage.title}>[{passage.number}]</span>);
      from = mark.index + mark[0].length;
    }
  }
  parts.push(text.slice(from));
  return <>{parts}</>;
}
