import { Kbd, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Deed } from "./answer-editor";
import { Choice } from "./choice";
import { useDeed } from "./deed";
import { labels } from "./flag-menu";
import { ListFrame } from "./lists/list-frame";
import { useList } from "./lists/use-list";
import { Meter } from "./meter";
import { Notice } from "./notice";
import { ReviewArticle } from "./review-item";
import { ReviewQueue } from "./review-queue";
import type { Learning, ReviewItem } from "./types";
import { useLoad } from "./use-load";
import { useSelection } from "./use-selection";

const filters = ["label", "assignee"] as const;

/** The queue: answers that visitors rated down, agents flagged or somebody bettered. */
export function ReviewPage() {
  const queue = useList<ReviewItem, (typeof filters)[number]>("/api/review", { pageSize: 50, interval: 10_000, filters });
  const learning = useLoad<Learning>("/api/learning", 10_000);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState("");
  const flagged = useDeed();
  const items = queue.items.filter((item) => !left.has(item.messageId));
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
  const edit = () => document.querySelector("textarea")?.focus();
  const label = async (name: string) => {
    if (item !== undefined && (await flagged.send(`/api/messages/${item.messageId}/flags`, { label: name }))) {
      done(item.messageId)("flagged", `Flagged as ${name}.`);
    }
  };
  useReviewKeys({
    j: () => move(index + 1), k: () => move(index - 1), e: edit, Enter: edit,
    ...Object.fromEntries(labels.map((name, i) => [`${i + 1}`, () => void label(name)])),
  }, heading);

  return (
    <>
      <div className="heading">
        <h1 ref={title} tabIndex={-1}>Review</h1>
        {learning.value && <Meter value={learning.value.newPairs} of={learning.value.threshold} />}
      </div>
      <p className="said" role="status">{said}</p>
      {learning.error && <Notice error={learning.error} loading={false} />}
      <ListFrame
        list={queue}
        noun="answers"
        empty="Nothing waits for you. Answers that visitors rate down, or better, appear here."
        shown={items.length}
        filters={
          <>
            <Choice label="Label" value={queue.filter.label} options={labels} onChange={(event) => queue.setFilter({ label: event.target.value })} />
            <TextInput label="Taken on by" value={queue.filter.assignee} placeholder="anybody" onChange={(event) => queue.setFilter({ assignee: event.target.value })} />
          </>
        }
      >
        {item && (
          <>
            <p className="hint keys">Keys: <Kbd>j</Kbd> next, <Kbd>k</Kbd> previous, <Kbd>e</Kbd> edit, <Kbd>1</Kbd> to <Kbd>6</Kbd> label, <Kbd>Esc</Kbd> leave the editor, <Kbd>?</Kbd> all keys</p>
            <div className="split">
              <ReviewQueue items={items} index={index} onMove={move} />
              <ReviewArticle item={item} heading={heading} onDone={done(item.messageId)} onMarked={marked(item.messageId)} onSkip={() => leave(item.messageId)} />
            </div>
          </>
        )}
      </ListFrame>
    </>
  );
}

/** Single keys that act wherever nobody writes; Escape leaves a field for the heading. */
function useReviewKeys(keys: Record<string, () => void>, home: { current: HTMLElement | null }): void {
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const on = event.target instanceof HTMLElement ? event.target : null;
      // Enter on a button or a link presses it.
      if (event.key === "Enter" && on?.closest("button, a, summary")) {
        return;
      }
      const writing = on?.closest('textarea, input, select, [role="dialog"]');
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
