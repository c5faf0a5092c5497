import { Alert, Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { api, send } from "../api";
import { ConfirmDialog, type Confirmation } from "../confirm-dialog";
import { CopyField } from "../copy-field";
import { DataTable } from "../lists/data-table";
import { useList } from "../lists/use-list";
import { when } from "../notice";
import { StateBadge } from "../state-badge";
import { tell } from "../tell";
import { KeyForm } from "./key-form";

export interface KeyRow {
  id: string;
  name: string;
  role: string;
  scopes: string[];
  prefix: string;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

export type NewKey = KeyRow & { key: string };

/** The keys that people and programs ask with. A key itself is shown once. */
export function KeysPage() {
  const list = useList<KeyRow>("/api/keys");
  const [adding, dialog] = useDisclosure(false);
  const [shown, setShown] = useState<NewKey | null>(null);
  const [asked, setAsked] = useState<Confirmation | null>(null);
  const made = (key: NewKey) => {
    dialog.close();
    setShown(key);
    void list.reload();
  };
  const rotate = (row: KeyRow): Confirmation => ({
    title: `Rotate ${row.name}`, deed: "Rotate", note: "A new key takes its place at once; the old one works for 24 hours more.",
    run: async () => made(await api<NewKey>(`/api/keys/${row.id}/rotate`, {})),
  });
  const revoke = (row: KeyRow): Confirmation => ({
    title: `Revoke ${row.name}`, deed: "Revoke", note: "Whoever uses it is refused from now on. This cannot be taken back.", typed: row.name,
    run: async () => {
      await send("DELETE", `/api/keys/${row.id}`);
      tell(`${row.name} is revoked.`);
      await list.reload();
    },
  });
  return (
    <>
      <div className="heading"><h1>Keys</h1>{!list.missing && <Button variant="filled" onClick={dialog.open}>New key</Button>}</div>
      <p className="muted">A key says which business asks, in which role, and what it may do. Give each program and each person one of their own.</p>
      {shown && (
        <Alert title={`The key of ${shown.name}`} color="brand" withCloseButton closeButtonLabel="Put it away" onClose={() => setShown(null)}>
          <p>Copy it now: it is not kept, and not shown again.</p>
          <CopyField text={shown.key} name="the key" />
        </Alert>
      )}
      <DataTable
        list={list}
        noun="keys"
        label="Keys"
        empty="There is no key yet."
        keyOf={(row) => row.id}
        columns={[
          { name: "name", sort: "name", cell: (row) => <div>{row.name} <code className="date">{row.prefix}…</code></div> },
          { name: "role", sort: "role", cell: (row) => row.role },
          { name: "may", cell: (row) => row.scopes.join(", ") },
          { name: "made", sort: "createdAt", cell: (row) => when(row.createdAt), className: "date" },
          { name: "last used", cell: (row) => (row.lastUsedAt ? when(row.lastUsedAt) : "never"), className: "date" },
          { name: "state", cell: (row) => <State row={row} /> },
          { name: "actions", quiet: true, className: "actions", cell: (row) => row.revokedAt === null && (
            <>
              <Button size="xs" onClick={() => setAsked(rotate(row))}>Rotate<span className="sr"> {row.name}</span></Button>
              <Button size="xs" variant="subtle" onClick={() => setAsked(revoke(row))}>Revoke<span className="sr"> {row.name}</span></Button>
            </>
          ) },
        ]}
      />
      <Modal opened={adding} onClose={dialog.close} title="New key" size="lg">{adding && <KeyForm onMade={made} onCancel={dialog.close} />}</Modal>
      <ConfirmDialog asked={asked} onClose={() => setAsked(null)} />
    </>
  );
}

function State({ row }: { row: KeyRow }) {
  if (row.revokedAt !== null) {
    return <StateBadge of="retired">revoked</StateBadge>;
  }
  return row.expiresAt === null ? <StateBadge of="succeeded">works</StateBadge>
    : new Date(row.expiresAt) < new Date() ? <StateBadge of="retired">expired</StateBadge>
    : <StateBadge of="undecided">until {new Date(row.expiresAt).toLocaleDateString()}</StateBadge>;
}
