import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { AnswerEditor } from "./answer-editor";
import { AnswerText } from "./answer-text";
import { CompareButton } from "./comparison/compare-button";
import { Trace } from "./conversation/trace";
import { Label } from "./label";
import { when } from "./notice";
import { RatingButtons } from "./rating-buttons";
import { StateBadge } from "./state-badge";
import type { Message } from "./types";

/** One message of a conversation; an answer can be rated, flagged and corrected. */
export function Turn({ message, onChanged }: { message: Message; onChanged(): void }) {
  const [editing, setEditing] = useState(false);
  const [tracing, setTracing] = useState(false);
  const [said, setSaid] = useState("");
  const row = useRef<HTMLLIElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (editing !== wasEditing.current) {
      wasEditing.current = editing;
      row.current?.querySelector<HTMLElement>(editing ? "textarea" : "button.correct")?.focus();
    }
  }, [editing]);
  const done = (what: string) => {
    setSaid(what);
    setEditing(false);
    onChanged();
  };
  const answered = message.role === "assistant" && message.state !== "streaming";
  return (
    <li ref={row} className={message.role}>
      <p className="meta">
        {message.role === "visitor" ? "Visitor" : message.role === "agent" ? message.author ?? "Agent" : message.role === "note" ? "Note" : message.version === null ? "Assistant" : `Assistant, version ${message.version}`}
        {" · "}{when(message.createdAt)}{message.state === "complete" ? "" : ` · ${message.state}`}{message.replacedBy ? " · replaced" : ""}
      </p>
      <div className="bubble">
        {message.text === "" ? <em>{message.state === "streaming" ? "writing…" : "no text"}</em> : <AnswerText text={message.text} citations={message.citations} />}
      </div>
      {message.citations.map((passage) => (
        <details key={passage.number} className="source">
          <summary>[{passage.number}] {passage.title}</summary>
          <p>{passage.text}</p>
        </details>
      ))}
      <Voices message={message} onUnflagged={(what) => { setSaid(what); onChanged(); }} />
      {answered && (
        <div className="buttons">
          <RatingButtons messageId={message.id} rating={message.rating} onDone={(what) => { setSaid(what); onChanged(); }} />
          {!editing && <Button type="button" className="correct" onClick={() => setEditing(true)}>Correct or flag</Button>}
          <Button type="button" aria-expanded={tracing} onClick={() => setTracing(!tracing)}>{tracing ? "Hide the trace" : "Trace"}</Button>
          <CompareButton messageId={message.id} />
          <span className="said" role="status">{said}</span>
        </div>
      )}
      {tracing && <Trace messageId={message.id} />}
      {editing && (
        <AnswerEditor
          messageId={message.id}
          text={message.correction ?? message.suggestion ?? message.text}
          given={message.text}
          passages={message.passages}
          cited={message.citations}
          onDone={(_, what) => done(what)}
          onSkip={() => setEditing(false)}
          skip="Close"
        />
      )}
    </li>
  );
}

/** What people said of an answer. */
function Voices({ message, onUnflagged }: { message: Message; onUnflagged(said: string): void }) {
  const badges = [...(message.visitorRating ? [`visitor rated ${message.visitorRating}`] : []), ...(message.correction === null ? [] : ["corrected"])];
  return (
    <>
      {badges.length + message.flags.length > 0 && (
        <div className="badges">
          {badges.map((badge) => <StateBadge key={badge}>{badge}</StateBadge>)}
          {message.flags.map((label) => <Label key={label} messageId={message.id} label={label} onRemoved={onUnflagged} />)}
        </div>
      )}
      {message.suggestion && <p className="voice"><b>A visitor suggests:</b> {message.suggestion}</p>}
      {message.correction && <p className="voice"><b>The right answer:</b> {message.correction}</p>}
    </>
  );
}
