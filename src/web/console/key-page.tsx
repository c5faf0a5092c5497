import { useState, type FormEvent } from "react";
import { api, key, textOf } from "./api";

/** Asks for the agent's key and tries it. */
export function KeyPage({ onSignedIn }: { onSignedIn(): void }) {
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const signIn = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = String(new FormData(event.currentTarget).get("key")).trim();
    setBusy(true);
    key.set(given);
    try {
      await api("/api/learning");
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
        <p className="muted">For support agents and owners. The key is in the file <code>agent-key</code> of the data folder.</p>
        <label htmlFor="key">Agent key</label>
        <input id="key" name="key" type="password" autoComplete="off" required autoFocus aria-describedby="key-error" />
        <p id="key-error" className="error" role="alert">{error}</p>
        <button type="submit" className="primary" disabled={busy}>Open the console</button>
      </form>
    </main>
  );
}
