import { useState } from "react";
import { causeName } from "./cause-names";
import { Choice } from "./choice";
import { FeedbackRow } from "./feedback-row";
import { Notice } from "./notice";
import { causes, decisions, kinds, type FeedbackPage as Page } from "./types";
import { useLoad } from "./use-load";
import { useMore } from "./use-more";

const none = { kind: "", decision: "", cause: "", identity: "" };

/** Every piece of feedback that training may learn from, and the agents' word on it. */
export function FeedbackPage() {
  const [filter, setFilter] = useState(none);
  const [said, setSaid] = useState("");
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== "")).toString();
  const first = useLoad<Page>(`/api/feedback?${query}`);
  const more = useMore(`/api/feedback?${query}`, first.value);
  const set = (key: keyof typeof none) => (event: { target: { value: string } }) => setFilter({ ...filter, [key]: event.target.value });
  const changed = (what: string) => {
    setSaid(what);
    void first.reload();
  };
  const items = [...(first.value?.items ?? []), ...more.items];
  return (
    <>
      <h1>Feedback</h1>
      <p className="muted">A thumb of somebody unknown is trained on once it is confirmed. Nothing that is excluded is. Every decision can be changed.</p>
      <form className="filters" aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
        <Choice label="Kind" value={filter.kind} options={kinds} onChange={set("kind")} />
        <Choice label="Decision" value={filter.decision} options={decisions} onChange={set("decision")} />
        <Choice label="Cause" value={filter.cause} options={causes} nameOf={causeName} onChange={set("cause")} />
        <label className="inline">Identity <input value={filter.identity} placeholder="anybody" onChange={set("identity")} /></label>
        {query !== "" && <button type="button" className="quiet" onClick={() => setFilter(none)}>Clear the filter</button>}
      </form>
      <p className="said" role="status">{said}</p>
      <Notice error={first.error ?? more.error} loading={first.value === null} empty={first.value && items.length === 0 ? "There is no such feedback." : null} />
      <ul className="pieces-list">
        {items.map((piece) => <FeedbackRow key={piece.id} piece={piece} onChanged={changed} onIdentity={(identity) => setFilter({ ...none, identity })} />)}
      </ul>
      {more.next && <button type="button" disabled={more.busy} onClick={() => void more.load()}>Show more</button>}
    </>
  );
}
