import { Button } from "@mantine/core";
import { useRef, useState, type KeyboardEvent } from "react";
import { api, textOf } from "./api";
import { drafts } from "./drafts";
import { Difference } from "./difference";
import { FlagMenu } from "./flag-menu";
import { Passages } from "./passages";
import type { Passage } from "./types";

export type Deed = "corrected" | "flagged";

interface Props {
  messageId: string;
  /** What the editor starts from, where no draft was begun. */
  text: string;
  /** The answer that was given; what is written is compared with it. */
  given: string;
  passages: Passage[];
  cited: Passage[];
  /** Told what was done, so that the list can move on. */
  onDone(deed: Deed, said: string): void;
  onSkip: () => void;
  skip?: string;
}

/** Writes the right answer to a question, or says what is wrong with the given one. Give it the message's id as key. */
export function AnswerEditor({ messageId, text, given, passages, cited, onDone, onSkip, skip = "Skip" }: Props) {
  const [draft, setDraft] = useState(drafts.get(messageId) ?? text);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);

  const write = (next: string) => {
    drafts.set(messageId, next);
    setDraft(next);
  };
  const act = async (deed: Deed, path: string, body: unknown, said: string) => {
    setBusy(true);
    setError("");
    try {
      await api(`/api/messages/${messageId}/${path}`, body);
      if (deed === "corrected") {
        drafts.delete(messageId);
      }
      onDone(deed, said);
    } catch (thrown) {
      setError(textOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const save = () =>
    busy || draft.trim() === ""
      ? Promise.resolve()
      : act("corrected", "corrections", { text: draft.trim() }, "Saved. It will be part of the next training run.");
  const cite = (number: number) => {
    write(`${draft.trimEnd()} [${number}]`);
    box.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save();
    }
  };

  return (
    <form className="editor" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <label htmlFor={`right-${messageId}`}>The right answer</label>
      <textarea
        id={`right-${messageId}`}
        ref={box}
        rows={4}
        maxLength={4000}
        value={draft}
        onChange={(event) => write(event.target.value)}
        onKeyDown={keys}
      />
      {draft.trim() !== given.trim() && <Difference before={given} after={draft} />}
      <p className="error" role="alert">{error}</p>
      <div className="buttons">
        <Button type="submit" variant="filled" disabled={busy || draft.trim() === ""}>Save correction</Button>
        <Button type="button" onClick={onSkip}>{skip}</Button>
        <FlagMenu busy={busy} onFlag={(label) => void act("flagged", "flags", { label }, `Flagged as ${label}.`)} />
        <span className="hint">Ctrl+Enter saves</span>
      </div>
      <Passages passages={passages} cited={cited} onCite={cite} />
    </form>
  );
}
