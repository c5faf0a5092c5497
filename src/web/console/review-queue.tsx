import { UnstyledButton } from "@mantine/core";
import { useEffect, useRef } from "react";
import { badgesOf } from "./review-item";
import type { ReviewItem } from "./types";

interface Props {
  items: ReviewItem[];
  index: number;
  onMove(to: number): void;
}

/** The list of answers to review: one stop for the Tab key, arrow keys inside. */
export function ReviewQueue({ items, index, onMove }: Props) {
  const list = useRef<HTMLOListElement>(null);
  // The focus follows the selection only where it already is in the list.
  useEffect(() => {
    const button = list.current?.querySelectorAll("button")[index];
    if (list.current?.contains(document.activeElement)) {
      button?.focus();
    }
    button?.scrollIntoView?.({ block: "nearest" });
  }, [index, items[index]?.messageId]);
  const move = (event: { key: string; preventDefault(): void }) => {
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      onMove(to);
    }
  };
  return (
    <ol ref={list} className="queue" aria-label="Answers to review; j and k move" onKeyDown={move}>
      {items.map((row, i) => (
        <li key={row.messageId}>
          <UnstyledButton type="button" aria-current={i === index ? "true" : undefined} tabIndex={i === index ? 0 : -1} onClick={() => onMove(i)}>
            <span className="question">{row.question}</span>
            <small>{badgesOf(row).join(" · ")}</small>
          </UnstyledButton>
        </li>
      ))}
    </ol>
  );
}
