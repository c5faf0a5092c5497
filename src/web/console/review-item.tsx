import type { RefObject } from "react";
import { AnswerEditor, type Deed } from "./answer-editor";
import { AnswerText } from "./answer-text";
import { when } from "./notice";
import type { ReviewItem } from "./types";

interface Props {
  item: ReviewItem;
  heading: RefObject<HTMLHeadingElement | null>;
  onDone(deed: Deed, said: string): void;
  onSkip(): void;
}

/** The answer under review: what was asked and said, what is wrong with it, and the right one to write. */
export function ReviewArticle({ item, heading, onDone, onSkip }: Props) {
  return (
    <article className="card" aria-label="The answer under review">
      <p className="meta">{when(item.createdAt)} · version {item.version ?? "?"} · <a href={`#/conversations/${item.conversationId}`}>whole conversation</a></p>
      <h2 ref={heading} tabIndex={-1}>{item.question}</h2>
      <blockquote><AnswerText text={item.answer} citations={item.citations} /></blockquote>
      <p className="badges">{badgesOf(item).map((badge) => <span key={badge} className="badge">{badge}</span>)}</p>
      {item.reason && <p className="voice"><b>Reason:</b> {item.reason}</p>}
      {item.suggestion && <p className="voice"><b>A visitor suggests:</b> {item.suggestion}</p>}
      <AnswerEditor
        key={item.messageId}
        messageId={item.messageId}
        text={item.suggestion ?? item.answer}
        passages={item.passages}
        cited={item.citations}
        onDone={onDone}
        onSkip={onSkip}
      />
    </article>
  );
}

export function badgesOf(item: ReviewItem): string[] {
  return [...(item.rating === "down" ? ["rated down"] : []), ...item.flags, ...(item.suggestion ? ["suggestion"] : [])];
}
