import { Alert, Button, Modal } from "@mantine/core";
import { useState } from "react";
import { api, send, textOf } from "../api";
import { Choice } from "../choice";
import { ConfirmDialog, type Confirmation } from "../confirm-dialog";
import { CopyField } from "../copy-field";
import { DataTable } from "../lists/data-table";
import { useList } from "../lists/use-list";
import { when } from "../notice";
import { StateBadge } from "../state-badge";
import { tell } from "../tell";
import { WebhookForm } from "./webhook-form";

export interface WebhookRow {
  id: string;
  url: string;
  events: string[];
  disabled: boolean;
  dropped: number;
  /** Until when the secret before signs too. */
  previousSecretUntil: string | null;
  createdAt: string;
}

/** As the answer that makes it has it. */
export type NewWebhook = WebhookRow & { secret: string };

interface DeliveryRow {
  id: string;
  event: string;
  state: (typeof states)[number];
  attempts: number;
  nextAt: string | null;
  lastStatus: number | null;
  lastError: string | null;
  createdAt: string;
}

const states = ["dead", "pending", "delivered"] as const;
const stateNames = { dead: "given up", pending: "tried again", delivered: "delivered" };

/** The addresses that are told of events, and what could not be delivered. */
export function WebhooksPage() {
  const list = useList<WebhookRow>("/api/webhooks");
  const deliveries = useList<DeliveryRow, "state">("/api/webhooks/deliveries?limit=50", { name: "deliveries.", filters: ["state"], defaults: { state: "dead" }, interval: 15_000 });
  const [edited, setEdited] = useState<WebhookRow | "new" | null>(null);
  const [secret, setSecret] = useState<NewWebhook | null>(null);
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
  const rotate = (hook: WebhookRow): Confirmation => ({
    title: "A new secret", deed: "Make it", note: <>What goes to <code>{hook.url}</code> is signed by the new secret at once, and by the old one too for 24 hours.</>,
    run: async () => {
      setSecret(await api<NewWebhook>(`/api/webhooks/${hook.id}/secret/rotate`, {}));
      await list.reload();
    },
  });
  const retry = async (delivery: DeliveryRow) => {
    setError("");
    try {
      await api(`/api/webhooks/deliveries/${delivery.id}/retry`, {});
      tell("It is tried again.");
      await deliveries.reload();
    } catch (thrown) {
      setError(textOf(thrown));
    }
  };
  return (
    <>
      <div className="heading"><h1>Webhooks</h1>{!list.missing && <Button variant="filled" onClick={() => setEdited("new")}>New webhook</Button>}</div>
      <p className="muted">Each event is signed, sent at least once, and tried again for a while; what nobody took for a day is given up and stays under “Deliveries”.</p>
      {secret && (
        <Alert title="The secret that signs" color="brand" withCloseButton closeButtonLabel="Put it away" onClose={() => setSecret(null)}>
          <p>The receiver at <code>{secret.url}</code> checks the signature with it. It is not shown again.</p>
          <CopyField text={secret.secret} name="the secret" />
        </Alert>
      )}
      <DataTable
        list={list}
        noun="webhooks"
        label="Webhooks"
        empty="Nobody is told of anything yet."
        keyOf={(hook) => hook.id}
        columns={[
          { name: "address", sort: "url", cell: (hook) => <div><code>{hook.url}</code> {hook.disabled && <StateBadge of="retired">disabled</StateBadge>}</div> },
          { name: "events", cell: (hook) => hook.events.join(", ") },
          { name: "since", sort: "createdAt", cell: (hook) => when(hook.createdAt), className: "date" },
          { name: "left out", cell: (hook) => hook.dropped, className: "number" },
          { name: "actions", quiet: true, className: "actions", cell: (hook) => (
            <>
              <Button size="xs" onClick={() => setEdited(hook)}>Edit<span className="sr"> {hook.url}</span></Button>
              <Button size="xs" variant="subtle" onClick={() => setAsked(rotate(hook))}>New secret<span className="sr"> of {hook.url}</span></Button>
              <Button size="xs" variant="subtle" onClick={() => setAsked(remove(hook))}>Remove<span className="sr"> {hook.url}</span></Button>
            </>
          ) },
        ]}
      />
      {!list.missing && (
        <section aria-labelledby="deliveries">
          <h2 id="deliveries">Deliveries</h2>
          <p className="error" role="alert">{error}</p>
          <DataTable
            list={deliveries}
            noun="deliveries"
            label="What was delivered, and what was not"
            empty="No delivery was given up."
            searched={false}
            filters={<Choice label="State" value={deliveries.filter.state} any={stateNames.dead} options={["pending", "delivered"] as const} nameOf={(state) => stateNames[state]} onChange={(event) => deliveries.setFilter({ state: event.target.value })} />}
            keyOf={(delivery) => delivery.id}
            columns={[
              { name: "event", cell: (delivery) => <code>{delivery.event}</code> },
              { name: "when", cell: (delivery) => when(delivery.createdAt), className: "date" },
              { name: "tries", cell: (delivery) => delivery.attempts, className: "number" },
              { name: "last", cell: (delivery) => [delivery.lastStatus, delivery.lastError].filter(Boolean).join(": ") || "no answer yet" },
              { name: "next", cell: (delivery) => (delivery.nextAt === null ? "none" : when(delivery.nextAt)), className: "date" },
              { name: "actions", quiet: true, className: "actions", cell: (delivery) => delivery.state === "dead" && <Button size="xs" onClick={() => void retry(delivery)}>Try again<span className="sr"> {delivery.event}</span></Button> },
            ]}
          />
        </section>
      )}
      <Modal opened={edited !== null} onClose={() => setEdited(null)} title={edited === "new" ? "New webhook" : "Edit the webhook"}>
        {edited !== null && <WebhookForm hook={edited === "new" ? null : edited} onCancel={() => setEdited(null)} onSaved={(made) => {
          setEdited(null);
          if (made === null) {
            tell("The webhook is changed.");
          } else {
            setSecret(made);
          }
          void list.reload();
        }} />}
      </Modal>
      <ConfirmDialog asked={asked} onClose={() => setAsked(null)} />
    </>
  );
}
