import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useDeed } from "./deed";
import type { ReviewItem } from "./types";

/** Puts an answer aside, or says who looks at it. */
export function QueueButtons({ item, onMarked }: { item: ReviewItem; onMarked(said: string, left: boolean): void }) {
  const { busy, error, send } = useDeed();
  const [name, setName] = useState(item.assignee ?? "");
  const dismiss = async () => {
    if (await send(`/api/review/${item.messageId}/dismiss`, { dismissed: true })) {
      onMarked("Dismissed; it comes back with new feedback.", true);
    }
  };
  const assign = async () => {
    const agent = name.trim();
    if (await send(`/api/review/${item.messageId}/assign`, { agent: agent === "" ? null : agent })) {
      onMarked(agent === "" ? "Nobody has taken it on." : `${agent} has taken it on.`, false);
    }
  };
  return (
    <form className="queue-buttons buttons" onSubmit={(event) => { event.preventDefault(); void assign(); }}>
      <TextInput className="inline" label="Taken on by" value={name} maxLength={100} placeholder="nobody" onChange={(event) => setName(event.target.value)} />
      <Button type="submit" aria-disabled={busy}>Assign</Button>
      <Button type="button" aria-disabled={busy} onClick={() => void dismiss()}>Dismiss</Button>
      <span className="error" role="alert">{error}</span>
    </form>
  );
}
