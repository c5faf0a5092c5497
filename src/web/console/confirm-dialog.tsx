import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import { textOf } from "./api";

export interface Confirmation {
  title: string;
  note: ReactNode;
  /** What the button says. */
  deed: string;
  /** What must be typed first, for what cannot be taken back. */
  typed?: string;
  run(): Promise<unknown>;
}

/** Asks before something dangerous is done. */
export function ConfirmDialog({ asked, onClose }: { asked: Confirmation | null; onClose(): void }) {
  const [shown, setShown] = useState(asked);
  const [typed, setTyped] = useState("");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (asked !== null) {
      setShown(asked);
      setTyped("");
      setError("");
    }
  }, [asked]);
  const ready = shown?.typed === undefined || typed.trim() === shown.typed;
  const run = async () => {
    if (busy || !ready || shown === null) {
      return;
    }
    setBusy(true);
    try {
      await shown.run();
      onClose();
    } catch (thrown) {
      setError(textOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={asked !== null} onClose={onClose} title={shown?.title}>
      <form onSubmit={(event) => { event.preventDefault(); void run(); }}>
        <Text component="div" mb="sm">{shown?.note}</Text>
        {shown?.typed !== undefined && <TextInput label={`Type ${shown.typed} to go on`} value={typed} autoComplete="off" data-autofocus onChange={(event) => setTyped(event.target.value)} />}
        <p className="error" role="alert">{error}</p>
        <Group mt="md">
          <Button type="submit" variant="filled" className="danger" disabled={busy || !ready}>{shown?.deed}</Button>
          <Button type="button" onClick={onClose}>Cancel</Button>
        </Group>
      </form>
    </Modal>
  );
}
