import { Alert, Button, Checkbox, Group, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { api, send, textOf } from "../api";
import { ConfirmDialog, type Confirmation } from "../confirm-dialog";
import { CopyField } from "../copy-field";
import { DataTable } from "../lists/data-table";
import { useList } from "../lists/use-list";
import { when } from "../notice";
import { tell } from "../tell";

interface WebhookRow {
  id: string;
  url: string;
  events: string[];
  dropped?: number;
  createdAt: string;
}

interface DeliveryRow {
  id: string;
  event: string;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  createdAt: string;
}

const events = ["conversation.handed_over", "feedback.rated", "feedback.flagged", "correction.written", "version.promoted", "version.rolled_back", "run.ended", "quota.near"];

/** The addresses that are told of events, and what could not be delivered. */
export function WebhooksPage() {
  const list = useList<WebhookRow>("/api/webhooks");
  const dead = useList<DeliveryRow>("/api/webhooks/deliveries?state=dead", { sort: "-createdAt", name: "dead." });
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [asked, setAsked] = useState<Confirmation | null>(null);
  const [error, setError] = useState("");
  const remove = (hook: WebhookRow): Confirmation => ({
    title: "Remove the webhook", deed: "Remove", note: <>Nothing more is sent to <code>{hook.url}</code>.</>,
    run: async () => {
      await send("DELETE", `/api/webhooks/${hook.id}`);
      tell("The webhook is removed.");
      await list.reload();
    },
  });
  const retry = async (delivery: DeliveryRow) => {
    setError("");
    try {
      await api(`/api/webhooks/deliveries/${delivery.id}/retry`, {});
      tell("It is tried again.");
      await dead.reload();
    } catch (thrown) {
      setError(textOf(thrown));
    }
  };
  return (
    <>
      <div className="heading"><h1>Webhooks</h1>{!list.missing && <Button variant="filled" onClick={() => setAdding(true)}>New webhook</Button>}</div>
      <p className="muted">Each event is signed, sent at least once, and tried again for a while; what nobody took is under “Not delivered”.</p>
      {secret && (
        <Alert title="The secret that signs" color="brand" withCloseButton closeButtonLabel="Put it away" onClose={() => setSecret(null)}>
          <p>The receiver checks the signature with it. It is not shown again.</p>
          <CopyField text={secret} name="the secret" />
        </Alert>
      )}
      <DataTable
        list={list}
        noun="webhooks"
        label="Webhooks"
        empty="Nobody is told of anything yet."
        keyOf={(hook) => hook.id}
        columns={[
          { name: "address", sort: "url", cell: (hook) => <code>{hook.url}</code> },
          { name: "events", cell: (hook) => hook.events.join(", ") },
          { name: "since", sort: "createdAt", cell: (hook) => when(hook.createdAt), className: "date" },
          { name: "left out", cell: (hook) => hook.dropped ?? 0, className: "number" },
          { name: "actions", quiet: true, className: "actions", cell: (hook) => <Button size="xs" variant="subtle" onClick={() => setAsked(remove(hook))}>Remove<span className="sr"> {hook.url}</span></Button> },
        ]}
      />
      {!list.missing && (
        <section aria-labelledby="dead">
          <h2 id="dead">Not delivered</h2>
          <p className="error" role="alert">{error}</p>
          <DataTable
            list={dead}
            noun="deliveries"
            label="Deliveries that nobody took"
            empty="Everything was delivered."
            keyOf={(delivery) => delivery.id}
            columns={[
              { name: "event", sort: "event", cell: (delivery) => <code>{delivery.event}</code> },
              { name: "when", sort: "createdAt", cell: (delivery) => when(delivery.createdAt), className: "date" },
              { name: "tries", cell: (delivery) => delivery.attempts, className: "number" },
              { name: "last", cell: (delivery) => [delivery.lastStatus, delivery.lastError].filter(Boolean).join(": ") || "no answer" },
              { name: "actions", quiet: true, className: "actions", cell: (delivery) => <Button size="xs" onClick={() => void retry(delivery)}>Try again<span className="sr"> {delivery.event}</span></Button> },
            ]}
          />
        </section>
      )}
      <Modal opened={adding} onClose={() => setAdding(false)} title="New webhook">
        {adding && <WebhookForm onCancel={() => setAdding(false)} onMade={(made) => { setAdding(false); setSecret(made); void list.reload(); }} />}
      </Modal>
      <ConfirmDialog asked={asked} onClose={() => setAsked(null)} />
    </>
  );
}

function WebhookForm({ onMade, onCancel }: { onMade(secret: string | null): void; onCancel(): void }) {
  const [url, setUrl] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [error, setError] = useState("");
  const add = async () => {
    setError("");
    try {
      onMade((await api<{ secret?: string } | undefined>("/api/webhooks", { url: url.trim(), events: chosen }))?.secret ?? null);
    } catch (thrown) {
      setError(textOf(thrown));
    }
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); void add(); }}>
      <TextInput label="Address" type="url" required placeholder="https://…" value={url} onChange={(event) => setUrl(event.target.value)} data-autofocus mb="sm" />
      <Checkbox.Group label="Events" value={chosen} onChange={setChosen}>{events.map((name) => <Checkbox key={name} value={name} label={name} mt="xs" />)}</Checkbox.Group>
      <p className="error" role="alert">{error}</p>
      <Group mt="md"><Button type="submit" variant="filled" disabled={url.trim() === "" || chosen.length === 0}>Add</Button><Button onClick={onCancel}>Cancel</Button></Group>
    </form>
  );
}
