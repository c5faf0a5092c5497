import { CloseButton } from "@mantine/core";
import { useState } from "react";
import { send, textOf } from "./api";
import { StateBadge } from "./state-badge";

/** A label that an answer bears, with a button that takes it off. */
export function Label({ messageId, label, onRemoved }: { messageId: string; label: string; onRemoved(said: string): void }) {
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await send("DELETE", `/api/messages/${messageId}/flags/${label}`);
      onRemoved(`No longer labelled ${label}.`);
    } catch (thrown) {
      setError(textOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className="label">
      <StateBadge>{label}</StateBadge>
      <CloseButton size="sm" aria-label={`Take the label ${label} off`} disabled={busy} onClick={() => void remove()} />
      {error && <span className="error" role="alert">{error}</span>}
    </span>
  );
}
