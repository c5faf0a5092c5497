import { Button } from "@mantine/core";
import { useState } from "react";
import { api, ApiError, textOf } from "../api";
import { CopyField } from "../copy-field";

/** The secrets that sign what is sent to the actions' webhooks; each is shown when it is asked for. */
export function ActionSecrets({ yaml }: { yaml: string }) {
  const names = [...yaml.matchAll(/^\s*-\s+name:\s*["']?([A-Za-z]\w*)/gm)].map((found) => found[1]!);
  return names.length === 0 ? null : (
    <section className="card" aria-labelledby="action-secrets">
      <h2 id="action-secrets">Secrets</h2>
      <p className="muted">An action’s webhook checks with its secret that a call is the assistant’s.</p>
      <ul className="plain">{names.map((name) => <li key={name}><Secret name={name} /></li>)}</ul>
    </section>
  );
}

function Secret({ name }: { name: string }) {
  const [secret, setSecret] = useState<string | null>(null);
  const [error, setError] = useState("");
  const show = async () => {
    setError("");
    try {
      setSecret((await api<{ secret: string }>(`/api/business/actions/${encodeURIComponent(name)}/secret`)).secret);
    } catch (thrown) {
      setError(thrown instanceof ApiError && thrown.status === 404 ? "This server has no secret of it. Save the actions first." : textOf(thrown));
    }
  };
  return (
    <>
      <code>{name}</code>{" "}
      {secret === null ? <Button size="compact-xs" onClick={() => void show()}>Show<span className="sr"> the secret of {name}</span></Button> : <CopyField text={secret} name={`the secret of ${name}`} />}
      {error && <span className="error" role="alert"> {error}</span>}
    </>
  );
}
