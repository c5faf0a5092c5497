import { TextInput } from "@mantine/core";
import { useState } from "react";
import { causeName } from "./cause-names";
import { Choice } from "./choice";
import { FeedbackRow } from "./feedback-row";
import { ListFrame } from "./lists/list-frame";
import { useList } from "./lists/use-list";
import { causes, decisions, kinds, type FeedbackPiece } from "./types";

const filters = ["kind", "decision", "cause", "identity"] as const;

/** Every piece of feedback that training may learn from, and the agents' word on it. */
export function FeedbackPage() {
  const list = useList<FeedbackPiece, (typeof filters)[number]>("/api/feedback", { filters });
  const [said, setSaid] = useState("");
  const set = (key: (typeof filters)[number]) => (event: { target: { value: string } }) => list.setFilter({ [key]: event.target.value });
  const changed = (what: string) => {
    setSaid(what);
    void list.reload();
  };
  return (
    <>
      <h1>Feedback</h1>
      <p className="muted">A thumb of somebody unknown is trained on once it is confirmed. Nothing that is excluded is. Every decision can be changed.</p>
      <p className="said" role="status">{said}</p>
      <ListFrame
        list={list}
        noun="pieces of feedback"
        empty="Nobody has rated, corrected or chosen anything yet."
        filters={
          <>
            <Choice label="Kind" value={list.filter.kind} options={kinds} onChange={set("kind")} />
            <Choice label="Decision" value={list.filter.decision} options={decisions} onChange={set("decision")} />
            <Choice label="Cause" value={list.filter.cause} options={causes} nameOf={causeName} onChange={set("cause")} />
            <TextInput label="Identity" value={list.filter.identity} placeholder="anybody" onChange={set("identity")} />
          </>
        }
      >
        <ul className="pieces-list">
          {list.items.map((piece) => (
            <FeedbackRow key={piece.id} piece={piece} onChanged={changed} onIdentity={(identity) => list.setFilter({ kind: "", decision: "", cause: "", identity })} />
          ))}
        </ul>
      </ListFrame>
    </>
  );
}
