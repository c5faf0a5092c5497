import { causeName } from "./cause-names";
import { DecisionButtons } from "./decision-buttons";
import { useDeed } from "./deed";
import { when } from "./notice";
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
        <span className="badge">{piece.kind}</span>
        {piece.decision !== "none" && <span className={`badge decision ${piece.decision}`}>{piece.decision}</span>}
        {piece.cause && <span className={`badge cause ${piece.cause}`}>{causeName(piece.cause)}</span>}
        {when(piece.createdAt)} · {piece.source ?? <a href={`#/conversations/${piece.conversationId}`}>conversation</a>}
        {piece.dataSets > 0 && ` · in ${piece.dataSets} data ${piece.dataSets === 1 ? "set" : "sets"}`}
      </p>
      <h2>{piece.question}</h2>
      {piece.chosen !== null && <p className="pair better"><b>Better</b> {piece.chosen}</p>}
      {piece.rejected !== null && <p className="pair worse"><b>Worse</b> {piece.rejected}</p>}
      {piece.reason && <p className="voice"><b>Reason:</b> {piece.reason}</p>}
      <div className="buttons">
        <DecisionButtons piece={piece} onDecided={onChanged} />
        <span className="muted">by <button type="button" className="quiet" onClick={() => onIdentity(piece.author)}>{piece.author}</button></span>
        {/* Agents share one name: all of theirs is everything. */}
        {piece.author !== "agent" && <button type="button" className="quiet" aria-disabled={busy} onClick={() => void all(excluded ? "none" : "excluded")}>
          {excluded ? "Take that back" : "Exclude all of theirs"}
        </button>}
      </div>
      <p className="error" role="alert">{error}</p>
    </li>
  );
}
