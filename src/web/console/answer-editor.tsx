import { useEffect, useRef, useState } from "react";
import { api, textOf } from "./api";
import type { Passage } from "./types";

const labels = ["wrong", "unsafe", "off-brand", "not-executable", "unclear", "missing-knowledge"];

interface Props {
  messageId: string;
  text: string;
  passages: Passage[];
  /** Told what was done, so that the list can move on. */
  onDone(said: string): void;
  onSkip?: (() => void) | undefined;
}

/** Writes the right answer to a question, or says what is wrong with the given one. */
export function AnswerEditor({ messageId, text, passages, onDone, onSkip }: Props) {
  const [draft, setDraft] = useState(text);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => setDraft(text), [messageId, text]);

  const act = async (path: string, body: unknown, said: string) => {
    setBusy(true);
    setError("");
    try {
      await api(`/api/messages/${messageId}/${path}`, body);
      onDone(said);
    } catch (thrown) {
      setError(textOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const save = () => act("corrections", { text: draft.trim() }, "Saved. It will be part of the next training run.");
  const cite = (number: number) => {
    setDraft((before) => `${before.trimEnd()} [${number}]`);
    box.current?.focus();
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
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void save();
          }
        }}
      />
      {passages.length > 0 && (
        <details className="passages" open>
          <summary>Passages that the assistant saw</summary>
          <ul>
            {passages.map((passage) => (
              <li key={passage.number}>
                <button type="button" onClick={() => cite(passage.number)} aria-label={`Cite passage ${passage.number}, ${passage.title}`}>{passage.number}</button>
                <span><b>{passage.title}</b> {passage.text}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className="error" role="alert">{error}</p>
      <div className="buttons">
        <button type="submit" className="primary" disabled={busy || draft.trim() === ""}>Save correction</button>
        {onSkip && <button type="button" onClick={onSkip}>Skip</button>}
        <label className="inline">
          Flag as
          <select
            value=""
            disabled={busy}
            onChange={(event) => void act("flags", { label: event.target.value }, `Flagged as ${event.target.value}.`)}
          >
            <option value="">choose…</option>
            {labels.map((label) => <option key={label}>{label}</option>)}
          </select>
        </label>
        <span className="hint">Ctrl+Enter saves</span>
      </div>
    </form>
  );
}
