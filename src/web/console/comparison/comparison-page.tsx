import { Button, Kbd, Textarea } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { api, textOf } from "../api";
import { Notice } from "../notice";
import { isElsewhere } from "../shell/use-shortcuts";
import { useLoad } from "../use-load";

interface Blind {
  id: string;
  question: string;
  a: string;
  b: string;
  createdAt: string;
}

interface Revealed {
  choice: Choice;
  versionOfA: number | null;
  versionOfB: number | null;
}

const choices = [["a", "A is better"], ["b", "B is better"], ["tie", "Both are as good"], ["bad", "Both are bad"]] as const;
type Choice = (typeof choices)[number][0];

/** Two answers without their versions: whose they are is told after the choice. */
export function ComparisonPage() {
  const open = useLoad<Blind[]>("/api/comparisons?limit=50");
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const [revealed, setRevealed] = useState<Revealed | null>(null);
  const [reason, setReason] = useState("");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const waiting = (open.value ?? []).filter(({ id }) => !done.has(id));
  const item = waiting[0];
  const choose = async (choice: Choice) => {
    if (item === undefined || busy || revealed !== null) {
      return;
    }
    setBusy(true);
    setError("");
    try {
      setRevealed(await api<Revealed>(`/api/comparisons/${item.id}/choice`, { choice, reason: reason.trim() || null }));
    } catch (thrown) {
      setError(textOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const go = () => {
    setDone(new Set([...done, item!.id]));
    setRevealed(null);
    setReason("");
    heading.current?.focus();
  };
  useEffect(() => {
    if (revealed !== null) {
      next.current?.focus();
    }
  }, [revealed]);
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      const choice = choices[Number(event.key) - 1];
      if (choice !== undefined && !isElsewhere(event)) {
        event.preventDefault();
        void choose(choice[0]);
      }
    };
    addEventListener("keydown", act);
    return () => removeEventListener("keydown", act);
  });
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>Blind comparison</h1>
      <p className="muted">Which answer would you rather have sent? Whose they are is told after the choice; each choice is something to train on.</p>
      <Notice error={open.error} loading={open.value === null} empty={open.value && item === undefined ? "Nothing waits to be compared. Under Conversations, “Compare” has another version answer a question." : null} />
      {item && (
        <article aria-label="Two answers to one question">
          <p className="meta">{waiting.length} to compare</p>
          <h2>{item.question}</h2>
          <div className="sides blind">
            <section className="card" aria-label="Answer A"><h3>A{revealed && whose(revealed.versionOfA)}</h3><p className="answer">{item.a}</p></section>
            <section className="card" aria-label="Answer B"><h3>B{revealed && whose(revealed.versionOfB)}</h3><p className="answer">{item.b}</p></section>
          </div>
          <p className="error" role="alert">{error}</p>
          {revealed === null ? (
            <>
              <Textarea label="Why, if you like" value={reason} maxLength={500} autosize minRows={1} onChange={(event) => setReason(event.target.value)} mb="sm" />
              <div className="buttons" role="group" aria-label="Your choice">
                {choices.map(([choice, name], i) => <Button key={choice} disabled={busy} onClick={() => void choose(choice)}>{name}<Kbd ml={8} aria-hidden="true">{i + 1}</Kbd></Button>)}
              </div>
            </>
          ) : (
            <div className="buttons">
              <p role="status">You chose: {choices.find(([choice]) => choice === revealed.choice)![1].toLowerCase()}.</p>
              <Button ref={next} variant="filled" onClick={go}>Next</Button>
            </div>
          )}
        </article>
      )}
    </>
  );
}

const whose = (version: number | null): string => (version === null ? ", of no known version" : `, version ${version}`);
