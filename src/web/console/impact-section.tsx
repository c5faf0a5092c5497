import { useEffect } from "react";
import type { Corrected, Impact } from "./loop-types";
import { Notice } from "./notice";
import { StateBadge } from "./state-badge";
import { useLoad } from "./use-load";

const verdicts = ["fixed", "better", "same", "worse"] as const;
const names = { fixed: "fixed", better: "better", same: "as before", worse: "worse" };
const shown = 3;

/** What agents' corrections did in each version that was trained on them. */
export function ImpactSection({ since }: { since: string | null }) {
  const impacts = useLoad<Impact[]>("/api/impact");
  const reload = impacts.reload;
  useEffect(() => {
    void reload();
  }, [reload, since]);
  return (
    <section aria-labelledby="impact">
      <h2 id="impact">What your corrections did</h2>
      <Notice error={impacts.error} loading={impacts.value === null} empty={impacts.value?.length === 0 ? "Nothing yet: no version was trained on corrections." : null} />
      {impacts.value?.map((impact, i) => <VersionImpact key={impact.version} impact={impact} open={i === 0} />)}
    </section>
  );
}

function VersionImpact({ impact, open }: { impact: Impact; open: boolean }) {
  const worst = impact.corrections.filter((one) => one.verdict === "worse" || one.verdict === "same").slice(0, shown);
  return (
    <details className="card impact" open={open}>
      <summary>{impact.summary}</summary>
      <div className="shares" aria-hidden="true">
        {verdicts.filter((verdict) => impact[verdict] > 0).map((verdict) => (
          <span key={verdict} className={verdict} style={{ flexGrow: impact[verdict] }}>{impact[verdict]} {names[verdict]}</span>
        ))}
      </div>
      {worst.length === 0
        ? <p className="muted">None is worse off or unchanged.</p>
        : <ul className="plain">{worst.map((one) => <SideBySide key={one.messageId} one={one} />)}</ul>}
    </details>
  );
}

function SideBySide({ one }: { one: Corrected }) {
  const likeness = (share: number) => `${Math.round(share * 100)} %`;
  return (
    <li>
      <p className="meta"><StateBadge of={`verdict ${one.verdict}`}>{names[one.verdict]}</StateBadge> likeness to the correction {likeness(one.before)} before, {likeness(one.after)} now</p>
      <div className="sides">
        <p className="pair better"><b>Wanted</b> {one.correction}</p>
        <p className={one.verdict === "worse" ? "pair worse" : "pair"}><b>Answered</b> {one.answer}</p>
      </div>
    </li>
  );
}
