import { Button, Checkbox, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { api, send, textOf } from "../api";
import { useLoad } from "../use-load";
import type { NewWebhook, WebhookRow } from "./webhooks-page";

/** Where a webhook is, and what it is told of. A new one comes with its secret. */
export function WebhookForm({ hook, onSaved, onCancel }: { hook: WebhookRow | null; onSaved(made: NewWebhook | null): void; onCancel(): void }) {
  const events = useLoad<string[]>("/api/webhooks/events");
  const [url, setUrl] = useState(hook?.url ?? "");
  const [chosen, setChosen] = useState<string[]>(hook?.events ?? []);
  const [disabled, setDisabled] = useState(hook?.disabled ?? false);
  const [error, setError] = useState("");
  const save = async () => {
    setError("");
    const body = { url: url.trim(), events: chosen };
    try {
      if (hook === null) {
        onSaved(await api<NewWebhook>("/api/webhooks", body));
      } else {
        await send("PUT", `/api/webhooks/${hook.id}`, { ...body, disabled });
        onSaved(null);
      }
    } catch (thrown) {
      setError(textOf(thrown));
    }
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <TextInput label="Address" type="url" required placeholder="https://…" maxLength={1000} value={url} onChange={(event) => setUrl(event.target.value)} data-autofocus mb="sm" />
      <Checkbox.Group label="Events" value={chosen} onChange={setChosen}>{(events.value ?? []).map((name) => <Checkbox key={name} value={name} label={name} mt="xs" />)}</Checkbox.Group>
      {hook !== null && <Checkbox label="Disabled: it is told nothing" checked={disabled} onChange={(event) => setDisabled(event.target.checked)} mt="md" />}
      <p className="error" role="alert">{error || events.error}</p>
      <Group mt="md"><Button type="submit" variant="filled" disabled={url.trim() === "" || chosen.length === 0}>{hook === null ? "Add" : "Save"}</Button><Button onClick={onCancel}>Cancel</Button></Group>
    </form>
  );
}
