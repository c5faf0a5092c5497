import { Button } from "@mantine/core";
import { useState } from "react";
import { api, textOf } from "./api";
import type { Rating } from "./types";

const names: Record<Rating, string> = { up: "Good", down: "Bad" };

/** The agents' own rating of an answer. */
export function RatingButtons({ messageId, rating, onDone }: { messageId: string; rating: Rating | null; onDone(said: string): void }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const rate = async (to: Rating) => {
    setBusy(true);
    setError("");
    try {
      await api(`/api/messages/${messageId}/ratings`, { rating: to });
      onDone(`Rated ${names[to].toLowerCase()}.`);
    } catch (thrown) {
      setError(textOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className="ratings" role="group" aria-label="Your rating">
      {(["up", "down"] as const).map((to) => (
        <Button key={to} type="button" aria-pressed={rating === to} aria-disabled={busy} onClick={() => { if (!busy) { void rate(to); } }}>{names[to]}</Button>
      ))}
      <span className="error" role="alert">{error}</span>
    </span>
  );
}
