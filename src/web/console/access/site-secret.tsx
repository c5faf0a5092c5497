import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { api, textOf } from "../api";
import { CopyField } from "../copy-field";
import { when } from "../notice";

interface Secret {
  secret: string;
  generation: number;
  previousUntil: string | null;
}

/** The secret that a business signs its visitors' identities with: shown when asked for, which the audit log keeps. */
export function SiteSecret({ id }: { id: string }) {
  const [shown, setShown] = useState<Secret | null>(null);
  const [error, setError] = useState("");
  const ask = async (path: string, body: object) => {
    setError("");
    try {
      setShown(await api<Secret>(`/api/sites/${id}/${path}`, body));
    } catch (thrown) {
      setError(textOf(thrown));
    }
  };
  return (
    <>
      <p>Your own server signs with it who a visitor is. It belongs on no page. Each look at it is in the audit log.</p>
      {shown && <CopyField text={shown.secret} name="the secret" />}
      {shown?.previousUntil && <p className="muted" role="status">The secret before it is taken until {when(shown.previousUntil)}.</p>}
      <p className="error" role="alert">{error}</p>
      <Group>
        {shown === null && <Button variant="filled" onClick={() => void ask("secret", {})}>Show it</Button>}
        <Button onClick={() => void ask("secret/rotate", {})}>Make a new one</Button>
        <span className="hint">The old one is taken for 24 hours more.</span>
      </Group>
    </>
  );
}
