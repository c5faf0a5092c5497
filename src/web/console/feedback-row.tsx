import { Button } from "@mantine/core";
import { causeName } from "./cause-names";
import { DecisionButtons } from "./decision-buttons";
import { useDeed } from "./deed";
import { when } from "./notice";
import { StateBadge } from "./state-badge";
import type { FeedbackPiece } from "./types";

interface Props {
  piece: FeedbackPiece;
  onChanged(said: string): void;
  onIdentity(identity: string): void;
}

/** One piece of feedback: what was better or worse after which question, who said so, and the decision on it. */
export function FeedbackRow({ piece, onChanged, onIdentity }: Props) {
  const { busy, error, send } = useDeed();
  const all = async (decision: "excluded" | "none") => {
    if (await send(`/api/identities/${encodeURIComponent(piece.author)}/decision`, { decision })) {
      onChanged(decision === "excluded" ? `All that ${piece.author} gives is excluded.` : `${piece.author} is no longer excluded.`);
    }
  };
  const excluded = piece.byIdentity && piece.decision === "excluded";
  return (
    <li className="card">
      <p className="meta">
        <StateBadge>{piece.kind}</StateBadge>
        {piece.decision !== "none" && <StateBadge of={`decision ${piece.decision}`}>{piece.decision}</StateBadge>}
        {piece.cause && <StateBadge of={`cause ${piece.cause}`}>{causeName(piece.cause)}</StateBadge>}
        {when(piece.createdAt)} · {piece.source ?? <a href={`#/conversations/${piece.conversationId}`}>conversation</a>}
        {piece.dataSets > 0 && ` · in ${piece.dataSets} data ${piece.dataSets === 1 ? "set" : "sets"}`}
      </p>
      <h2>{piece.question}</h2>
      {piece.chosen !== null && <p className="pair better"><b>Better</b> {piece.chosen}</p>}
      {piece.rejected !== null && <p className="pair worse"><b>Worse</b> {piece.rejected}</p>}
      {piece.reason && <p className="voice"><b>Reason:</b> {piece.reason}</p>}
      <div className="buttons">
        <DecisionButtons piece={piece} onDecided={onChanged} />
        <span className="muted">by <Button type="button" variant="subtle" size="compact-sm" onClick={() => onIdentity(piece.author)}>{piece.author}</Button></span>
        {/* Agents share one name: all of theirs is everything. */}
        {piece.author !== "agent" && <Button type="button" variant="subtle" size="compact-sm" aria-disabled={busy} onClick={() => void all(excluded ? "none" : "excluded")}>
          {excluded ? "Take that back" : "Exclude all of theirs"}
        </Button>}
      </div>
      <p className="error" role="alert">{error}</p>
    </li>
  );
}
