import { causeName } from "./cause-names";
import { Notice } from "./notice";
import { StateBadge } from "./state-badge";
import type { KnowledgeGap } from "./types";
import { useLoad } from "./use-load";

/** What visitors ask and the documents do not give, for their owner to mend. */
export function GapsPage() {
  const gaps = useLoad<KnowledgeGap[]>("/api/knowledge-gaps", 15_000);
  return (
    <>
      <h1>Knowledge gaps</h1>
      <p className="muted">Bad answers that no training mends: either no document says it, or the search did not find the one that does.</p>
      <Notice error={gaps.error} loading={gaps.value === null} empty={gaps.value?.length === 0 ? "The documents answer everything that was asked, as far as anybody said." : null} />
      <ol className="gaps">
        {gaps.value?.map((gap) => (
          <li key={`${gap.cause} ${gap.question}`} className={gap.mended ? "card mended" : "card"}>
            <p className="meta">
              <StateBadge of={`cause ${gap.cause}`}>{causeName(gap.cause)}</StateBadge>
              {gap.mended && <StateBadge of="serving">mended</StateBadge>}
              {gap.count} bad {gap.count === 1 ? "answer" : "answers"}
            </p>
            <h2>{gap.question}</h2>
            {gap.questions.length > 1 && <p className="voice"><b>Also asked:</b> {gap.questions.slice(1).join(" · ")}</p>}
            {gap.rightAnswer && <p className="pair better"><b>Right</b> {gap.rightAnswer}</p>}
            <p><b>To do:</b> {gap.toDo}</p>
            {gap.documents.length > 0 && <p className="meta">Stands in {gap.documents.map((place) => <code key={place}>{place}</code>)}</p>}
          </li>
        ))}
      </ol>
    </>
  );
}
