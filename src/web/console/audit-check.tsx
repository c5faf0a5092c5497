import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { api, textOf } from "./api";
import { useLoad } from "./use-load";

interface Verified {
  ok: boolean;
  problem: string | null;
}

/** Checks the chain, against a head that was noted elsewhere too, and gives today's head to be noted. */
export function AuditCheck({ newest }: { newest: number }) {
  const head = useLoad<{ head: string | null }>(`/api/audit/head?${newest}`);
  const [noted, setNoted] = useState("");
  const [answer, setAnswer] = useState<Verified | null>(null);
  const [error, setError] = useState("");
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const verify = async () => {
    setBusy(true);
    setAnswer(null);
    setError("");
    try {
      setAnswer(await api<Verified>(`/api/audit/verify${noted === "" ? "" : `?head=${encodeURIComponent(noted)}`}`));
    } catch (thrown) {
      setError(textOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(head.value!.head!);
      setSaid("Copied. Keep it where nobody can write this database.");
    } catch {
      setSaid("The browser does not let the page copy; select the text instead.");
    }
  };
  return (
    <section className="card check" aria-label="Check">
      <div className="filters">
        <Button type="button" variant="filled" aria-disabled={busy} onClick={() => void (busy || verify())}>Check the log</Button>
        <TextInput className="grow" label="against a noted head" value={noted} placeholder="NUMBER:HASH, if you kept one" onChange={(event) => setNoted(event.target.value.trim())} />
      </div>
      <div role="status">
        {busy && <p className="muted">Checking…</p>}
        {answer?.ok && <p className="ok"><b>The log is whole.</b> {noted === "" ? "No row was edited, removed, added or moved." : "It holds the noted head, and no row was edited, removed, added or moved."}</p>}
        {answer?.ok === false && <p className="error"><b>The log is not whole.</b> {answer.problem}</p>}
      </div>
      <p className="error" role="alert">{error || head.error}</p>
      {head.value?.head && (
        <p className="head">Head <code>{head.value.head}</code> <Button type="button" onClick={() => void copy()}>Copy</Button></p>
      )}
      <p className="said" role="status">{said}</p>
    </section>
  );
}
