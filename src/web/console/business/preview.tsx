import { Button, Switch, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { api, ApiError, textOf } from "../api";
import { Difference } from "../difference";

interface Side {
  text: string;
  prompt?: string;
  rules?: unknown[];
  terms?: unknown[];
  violations?: unknown[];
  /** What it would propose to do. */
  action?: string | null;
  /** Why the local model answered in a remote generator's place. */
  fellBack?: string | null;
}

/** How long a preview may take, and how long it waits for the next key, in milliseconds. */
const patience = 120_000;
const pause = 900;

/** What would be answered with the draft, beside what is answered now. */
export function Preview({ section, yaml }: { section: string; yaml: string }) {
  const [question, setQuestion] = useState("");
  const [live, setLive] = useState(false);
  const [shown, setShown] = useState<{ draft: Side; now: Side } | null>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const asked = useRef(0);
  const run = async () => {
    const mine = ++asked.current;
    setBusy(true);
    setError("");
    try {
      const both = await api<{ draft: Side; now: Side }>("/api/preview", { question: question.trim(), [section]: yaml }, patience);
      if (mine === asked.current) {
        setShown(both);
      }
    } catch (thrown) {
      if (mine === asked.current) {
        setError(thrown instanceof ApiError && thrown.status === 404 ? "Previews are not available on this server." : textOf(thrown));
      }
    } finally {
      if (mine === asked.current) {
        setBusy(false);
      }
    }
  };
  useEffect(() => {
    if (!live || question.trim() === "") {
      return undefined;
    }
    const timer = setTimeout(() => void run(), pause);
    return () => clearTimeout(timer);
  }, [live, yaml, question]);
  return (
    <section className="card" aria-labelledby="preview">
      <h2 id="preview">Preview</h2>
      <form className="filters" onSubmit={(event) => { event.preventDefault(); void run(); }}>
        <TextInput className="grow" label="A visitor asks" maxLength={2000} value={question} onChange={(event) => setQuestion(event.target.value)} />
        <Button type="submit" disabled={question.trim() === ""}>Preview</Button>
        <Switch label="as I type" checked={live} onChange={(event) => setLive(event.target.checked)} />
      </form>
      <p className="said" role="status">{busy ? "It answers…" : ""}</p>
      <p className="error" role="alert">{error}</p>
      {shown && (
        <>
          <Difference before={shown.now.text} after={shown.draft.text} names={["Now", "With the draft"]} />
          {shown.draft.fellBack && <p><b>The local model answered:</b> {shown.draft.fellBack}</p>}
          <Found title="Rules that hold" items={shown.draft.rules} />
          <Found title="Terms" items={shown.draft.terms} />
          {shown.draft.action && <p><b>Proposes:</b> <code>{shown.draft.action}</code></p>}
          <Found title="Put right or wrong" items={shown.draft.violations} />
          {shown.draft.prompt && <details><summary>The draft's prompt</summary><pre className="prompt-text" tabIndex={0}>{shown.draft.prompt}</pre></details>}
        </>
      )}
    </section>
  );
}

function Found({ title, items = [] }: { title: string; items?: unknown[] }) {
  return items.length === 0 ? null : <p><b>{title}:</b> {items.map(nameOf).join("; ")}</p>;
}

function nameOf(item: unknown): string {
  if (typeof item !== "object" || item === null) {
    return String(item);
  }
  const { name, term, detail, mended } = item as Record<string, unknown>;
  return detail === undefined ? String(name ?? term ?? JSON.stringify(item)) : `${String(detail)}${mended ? " (put right)" : ""}`;
}
