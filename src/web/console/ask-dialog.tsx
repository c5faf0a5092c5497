import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { api, ApiError, textOf } from "./api";

/** Something that is done for a reason, after a question. */
export interface Action {
  title: string;
  note: string;
  path: string;
  /** What is sent beside the reason. */
  body?: object;
  /** Whether it is not done without a reason. */
  mustSayWhy?: boolean;
  /** Whether it cannot be taken back. */
  dangerous?: boolean;
  /** What is said when it is done. */
  done: string;
  /** What is asked instead where the server refuses because the gate did not pass the version. */
  instead?: Action;
}

interface Props {
  action: Action | null;
  onClose(): void;
  onDone(said: string): void;
}

/** Asks for the reason, which goes to the audit log, and does it. */
export function AskDialog({ action, onClose, onDone }: Props) {
  const [asked, setAsked] = useState(action);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // What is asked stays in place while the dialog closes.
    if (action !== null) {
      setAsked(action);
      setError("");
    }
  }, [action]);
  const confirm = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = field.current!.value.trim();
    if (asked === null || busy) {
      return;
    }
    if (asked.mustSayWhy && reason === "") {
      setError("Say why: it is kept beside the gate's decision.");
      return;
    }
    setBusy(true);
    try {
      await api(asked.path, { ...asked.body, reason: reason || null });
      onDone(asked.done);
    } catch (thrown) {
      setError(textOf(thrown));
      if (asked.instead && thrown instanceof ApiError && thrown.status === 409 && thrown.message.includes("override the gate")) {
        setAsked(asked.instead);
      }
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={action !== null} onClose={onClose} title={asked?.title}>
      <form onSubmit={(event) => void confirm(event)} key={action?.path} noValidate>
        <Text mb="sm">{asked?.note}</Text>
        <TextInput ref={field} id="reason" name="reason" label={`Reason, for the audit log${asked?.mustSayWhy ? " (required)" : ""}`} maxLength={500} required={asked?.mustSayWhy} data-autofocus />
        <p className="error" role="alert">{error}</p>
        <Group mt="md">
          <Button type="submit" variant="filled" color={asked?.dangerous ? "red.8" : undefined} disabled={busy}>{asked?.title}</Button>
          <Button type="button" onClick={onClose}>Cancel</Button>
        </Group>
      </form>
    </Modal>
  );
}
