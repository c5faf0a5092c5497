import { Button } from "@mantine/core";
import { useDeed } from "./deed";
import { StateBadge } from "./state-badge";
import type { Decision, FeedbackPiece } from "./types";

const names: Record<Decision, string> = { confirmed: "Confirm", excluded: "Exclude", none: "Clear" };
const done: Record<Decision, string> = {
  confirmed: "Confirmed: it may be trained on.",
  excluded: "Excluded from training.",
  none: "The decision is taken back.",
};

/** Lets a piece of feedback into training or keeps it out; pressing the chosen one again takes it back. */
export function DecisionButtons({ piece, onDecided }: { piece: FeedbackPiece; onDecided(said: string): void }) {
  const { busy, error, send } = useDeed();
  const own = piece.byIdentity ? "none" : piece.decision;
  const decide = async (wanted: Decision) => {
    const decision = wanted === own ? "none" : wanted;
    if (await send(`/api/feedback/${piece.id}/decision`, { decision })) {
      onDecided(done[decision]);
    }
  };
  return (
    <span className="decide" role="group" aria-label={`Decision on the feedback by ${piece.author}`}>
      {(["confirmed", "excluded"] as const).map((decision) => (
        <Button key={decision} type="button" aria-pressed={own === decision} aria-disabled={busy} onClick={() => void decide(decision)}>{names[decision]}</Button>
      ))}
      {piece.byIdentity && <StateBadge>{piece.decision} with its author</StateBadge>}
      <span className="error" role="alert">{error}</span>
    </span>
  );
}
