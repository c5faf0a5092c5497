import { useEffect, useRef, useState } from "react";
import type { Deed } from "./answer-editor";
import { Meter } from "./meter";
import { Notice } from "./notice";
import { ReviewArticle } from "./review-item";
import { ReviewQueue } from "./review-queue";
import type { Learning, ReviewItem } from "./types";
import { useLoad } from "./use-load";
import { useSelection } from "./use-selection";

/** The queue: answers that visitors rated down, agents flagged or somebody bettered. */
export function ReviewPage() {
  const queue = useLoad<ReviewItem[]>("/api/review?limit=50", 10_000);
  const learning = useLoad<Learning>("/api/learning", 10_000);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState("");
  const items = (queue.value ?? []).filter((item) => !left.has(item.messageId));
  const { item, index, move } = useSelection(items, (row) => row.messageId);
  const title = useRef<HTMLHeadingElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const refocus = useRef(false);

  // What had the focus went with its answer: the next question takes it, or the page's title where none is left.
  useEffect(() => {
    if (refocus.current) {
      refocus.current = false;
      (heading.current ?? title.current)?.focus();
    }
  }, [item?.messageId]);

  const leave = (messageId: string) => {
    refocus.current = true;
    setLeft((before) => new Set([...before, messageId]));
  };
  const done = (messageId: string) => (deed: Deed, what: string) => {
    setSaid(what);
    if (deed === "corrected") {
      leave(messageId);
    }
    void queue.reload();
    void learning.reload();
  };
  const marked = (messageId: string) => (what: string, gone: boolean) => {
    setSaid(what);
    if (gone) {
      leave(messageId);
    }
    void queue.reload();
  };
  useShortcuts({ j: () => move(index + 1), k: () => move(index - 1), e: () => document.querySelector("textarea")?.focus() }, heading);

  return (
    <>
      <div className="heading">
        <h1 ref={title} tabIndex={-1}>Review</h1>
        {learning.value && <Meter value={learning.value.newPairs} of={learning.value.threshold} />}
      </div>
      <p className="said" role="status">{said}</p>
      <Notice
        error={queue.error ?? learning.error}
        loading={queue.value === null}
        empty={items.length === 0 ? "Nothing waits for you. Answers that visitors rate down, or better, appear here." : null}
      />
      {item && (
        <>
          <p className="hint keys">Keys: <kbd>j</kbd> next, <kbd>k</kbd> previous, <kbd>e</kbd> edit, <kbd>Esc</kbd> leave the editor</p>
          <div className="split">
            <ReviewQueue items={items} index={index} onMove={move} />
            <ReviewArticle item={item} heading={heading} onDone={done(item.messageId)} onMarked={marked(item.messageId)} onSkip={() => leave(item.messageId)} />
          </div>
        </>
      )}
    </>
  );
}

/** Single keys that act wherever nobody writes; Escape leaves a field for the heading. */
function useShortcuts(keys: Record<string, () => void>, home: { current: HTMLElement | null }): void {
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const writing = event.target instanceof HTMLElement && event.target.closest("textarea, input, select");
      if (writing && event.key === "Escape") {
        home.current?.focus();
      } else if (!writing && Object.hasOwn(keys, event.key)) {
        event.preventDefault();
        keys[event.key]!();
      }
    };
    addEventListener("keydown", act);
    return () => removeEventListener("keydown", act);
  });
}
