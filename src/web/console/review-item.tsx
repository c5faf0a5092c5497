import type { RefObject } from "react";
import { AnswerEditor, type Deed } from "./answer-editor";
import { AnswerText } from "./answer-text";
import { DecisionButtons } from "./decision-buttons";
import { Label } from "./label";
import { when } from "./notice";
import { QueueButtons } from "./queue-buttons";
import { StateBadge } from "./state-badge";
import { TriageCard } from "./triage-card";
import type { ReviewItem } from "./types";

interface Props {
  item: ReviewItem;
  heading: RefObject<HTMLHeadingElement | null>;
  onDone(deed: Deed, said: string): void;
  /** Told what was done beside writing, and whether the answer has left the queue. */
  onMarked(said: string, left: boolean): void;
  onSkip(): void;
}

/** The answer under review: what was asked and said, what is wrong with it and why, and the right one to write. */
export function ReviewArticle({ item, heading, onDone, onMarked, onSkip }: Props) {
  return (
    <article className="card" aria-label="The answer under review">
      <p className="meta">{when(item.createdAt)} · version {item.version ?? "?"} · <a href={`#/conversations/${item.conversationId}`}>whole conversation</a></p>
      <h2 ref={heading} tabIndex={-1}>{item.question}</h2>
      <blockquote><AnswerText text={item.answer} citations={item.citations} /></blockquote>
      <div className="badges">
        {badgesOf({ ...item, flags: [] }).map((badge) => <StateBadge key={badge}>{badge}</StateBadge>)}
        {item.flags.map((label) => <Label key={label} messageId={item.messageId} label={label} onRemoved={(said) => onMarked(said, false)} />)}
      </div>
      <p className="why"><b>Why it is here:</b> {item.why.length > 0 ? item.why.join(", ") : "it has feedback"}.</p>
      {item.reason && <p className="voice"><b>Reason:</b> {item.reason}</p>}
      {item.suggestion && <p className="voice"><b>A visitor suggests:</b> {item.suggestion}</p>}
      {item.triage && <TriageCard key={item.messageId} triage={item.triage} onChanged={(said) => onMarked(said, false)} />}
      <AnswerEditor
        key={`edit-${item.messageId}`}
        messageId={item.messageId}
        text={item.suggestion ?? item.answer}
        given={item.answer}
        passages={item.passages}
        cited={item.citations}
        onDone={onDone}
        onSkip={onSkip}
      />
      {item.feedback.length > 0 && (
        <section className="pieces" aria-label="Thumbs on this answer">
          <h3>Thumbs</h3>
          <ul>
            {item.feedback.map((piece) => (
              <li key={piece.id}>
                <span>{piece.kind === "up" ? "Rated up" : piece.kind === "down" ? "Rated down" : piece.kind} by <code>{piece.author}</code></span>
                <DecisionButtons piece={piece} onDecided={(said) => onMarked(said, false)} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <QueueButtons key={`queue-${item.messageId}`} item={item} onMarked={onMarked} />
    </article>
  );
}

export function badgesOf(item: ReviewItem): string[] {
  return [
    ...(item.rating === "down" ? ["rated down"] : []),
    ...item.flags,
    ...(item.suggestion ? ["suggestion"] : []),
    ...(item.unsure ? ["unsure"] : []),
  ];
}
