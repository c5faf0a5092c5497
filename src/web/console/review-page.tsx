import { useEffect, useState } from "react";
import { AnswerEditor } from "./answer-editor";
import { Meter } from "./meter";
import { Notice, when } from "./notice";
import type { Learning, ReviewItem } from "./types";
import { useLoad } from "./use-load";

/** The queue: answers that visitors rated down, agents flagged or somebody bettered. */
export function ReviewPage() {
  const queue = useLoad<ReviewItem[]>("/api/review?limit=50", 10_000);
  const learning = useLoad<Learning>("/api/learning", 10_000);
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState(0);
  const [said, setSaid] = useState("");
  const items = (queue.value ?? []).filter((item) => !skipped.has(item.messageId));
  const index = Math.min(at, Math.max(0, items.length - 1));
  const item = items[index];

  useEffect(() => {
    const move = (event: KeyboardEvent) => {
      const writing = event.target instanceof HTMLElement && event.target.closest("textarea, input, select");
      if (!writing && !event.ctrlKey && !event.metaKey && !event.altKey && (event.key === "j" || event.key === "k")) {
        setAt(Math.max(0, Math.min(items.length - 1, index + (event.key === "j" ? 1 : -1))));
      }
    };
    addEventListener("keydown", move);
    return () => removeEventListener("keydown", move);
  }, [index, items.length]);

  const done = (what: string) => {
    setSaid(what);
    void queue.reload();
    void learning.reload();
  };

  return (
    <>
      <div className="heading">
        <h1>Review</h1>
        {learning.value && <Meter value={learning.value.newPairs} of={learning.value.threshold} />}
      </div>
      <p className="said" role="status">{said}</p>
      <Notice error={queue.error} loading={queue.value === null} empty={items.length === 0 ? "Nothing waits for you. Answers that visitors rate down, or better, appear here." : null} />
      {item && (
        <div className="split">
          <ol className="queue" aria-label="Answers to review; j and k move">
            {items.map((row, i) => (
              <li key={row.messageId}>
                <button type="button" aria-current={i === index ? "true" : undefined} onClick={() => setAt(i)}>
                  <span>{row.question}</span>
                  <small>{badgesOf(row).join(" · ")}</small>
                </button>
              </li>
            ))}
          </ol>
          <article className="card" aria-label="The answer under review">
            <p className="meta">{when(item.createdAt)} · version {item.version ?? "?"} · <a href={`#/conversations/${item.conversationId}`}>whole conversation</a></p>
            <h2>{item.question}</h2>
            <blockquote>{item.answer}</blockquote>
            <p className="badges">{badgesOf(item).map((badge) => <span key={badge} className="badge">{badge}</span>)}</p>
            {item.reason && <p><b>Reason:</b> {item.reason}</p>}
            {item.suggestion && <p><b>A visitor suggests:</b> {item.suggestion}</p>}
            <AnswerEditor
              messageId={item.messageId}
              text={item.suggestion ?? item.answer}
              passages={item.passages}
              onDone={done}
              onSkip={() => setSkipped(new Set([...skipped, item.messageId]))}
            />
          </article>
        </div>
      )}
    </>
  );
}

function badgesOf(item: ReviewItem): string[] {
  return [...(item.rating === "down" ? ["rated down"] : []), ...item.flags, ...(item.suggestion ? ["suggestion"] : [])];
}
