import { Button, PasswordInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { api, key, textOf } from "./api";

/** What a header can carry; anything else cannot be a key. */
const sendable = /^[\x21-\x7e]+$/;

/** Asks for the agent's key and tries it. The note says why it is asked for again. */
export function KeyPage({ note, onSignedIn }: { note: string; onSignedIn(): void }) {
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const signIn = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = String(new FormData(event.currentTarget).get("key")).trim();
    if (!sendable.test(given)) {
      setError("The key is not the right one.");
      return;
    }
    setBusy(true);
    setError("");
    key.set(given);
    try {
      await api("/api/me");
      onSignedIn();
    } catch (thrown) {
      key.clear();
      setError(textOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="key-page">
      <form className="card" onSubmit={(event) => void signIn(event)}>
        <h1>AssistantLoop console</h1>
        <p className="muted">For support agents and owners. The first owner’s key is in the file <code>agent-key</code> of the data folder.</p>
        <p className="said" role="status">{note}</p>
        <PasswordInput label="Agent key" name="key" autoComplete="off" required withAsterisk={false} data-autofocus autoFocus aria-describedby="key-error" />
        <p id="key-error" className="error" role="alert">{error}</p>
        <Button type="submit" variant="filled" disabled={busy}>Open the console</Button>
      </form>
    </main>
  );
}
