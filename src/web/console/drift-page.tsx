import { DayChart } from "./day-chart";
import { DriftDays } from "./drift-days";
import { DriftSigns, signName } from "./drift-signs";
import { percent } from "./figures";
import type { Drift, DriftDay, DriftSign } from "./loop-types";
import { Notice, when } from "./notice";
import { StateBadge } from "./state-badge";
import { useLoad } from "./use-load";

const levels: Record<string, string> = {
  "too-little": "There is too little to compare yet: it takes 50 answers now and 100 before.",
  none: "Nothing changed that chance could not explain.",
  watch: "Something probably changed.",
  alert: "Something changed: by chance alone, fewer than one look in a thousand would show as much.",
};

/** In percent; nothing where there is nothing to count. */
const share = (part: number, of: number): number | null => (of === 0 ? null : (100 * part) / of);

/** Whether visitors ask other things than before, or are answered worse: the level, its reasons, and each day. */
export function DriftPage() {
  const drift = useLoad<Drift>("/api/drift");
  const report = drift.value?.report;
  return (
    <>
      <h1>Drift</h1>
      <p className="muted">The newest answers against those before them: what is asked, and how it went.</p>
      <Notice error={drift.error} loading={drift.value === null} />
      {report && (
        <>
          <section className="card" aria-labelledby="level">
            <h2 id="level"><StateBadge of={`level ${report.level}`}>{report.level.replace("-", " ")}</StateBadge> {levels[report.level]}</h2>
            <p className="meta">{windowOf("Now", report.current)} {windowOf("Before", report.reference)}</p>
            <ul className="plain">
              {report.signs.filter((sign) => sign.level !== "none").map((sign) => <li key={sign.name}><b>{signName(sign)}</b>: {reasonOf(sign)}</li>)}
            </ul>
            {report.signs.length > 0 && <DriftSigns signs={report.signs} />}
          </section>
          {report.days.length === 0 ? <p className="empty">No visitor was answered in the last weeks.</p> : <Days days={report.days} />}
          {drift.value!.changes.length > 0 && (
            <section aria-labelledby="changes">
              <h2 id="changes">Changes of level</h2>
              <ol className="plain">{drift.value!.changes.map((change) => <li key={change.sequence}><StateBadge of={`level ${change.level}`}>{change.level}</StateBadge>{when(change.changedAt)}</li>)}</ol>
            </section>
          )}
        </>
      )}
    </>
  );
}

function Days({ days }: { days: DriftDay[] }) {
  const names = days.map((day) => day.day);
  return (
    <section aria-labelledby="days">
      <h2 id="days">Day by day</h2>
      <div className="charts">
        <DayChart title="The search in the documents, percent of questions" days={names} unit=" %" series={[
          { name: "no passage found", values: days.map((day) => share(day.outOfScope, day.questions)) },
          { name: "passages miss the question", values: days.map((day) => share(day.missed, day.questions)) },
        ]} />
        <DayChart title="How answers were taken, percent" days={names} unit=" %" series={[
          { name: "no answer given", values: days.map((day) => share(day.fallbacks, day.questions)) },
          { name: "down among rated", values: days.map((day) => share(day.down, day.rated)) },
        ]} />
        <DayChart title="How far the questions are from before" days={names} series={[{ name: "distance, 0 to 4", values: days.map((day) => day.distance) }]} />
        <DayChart title="Questions" days={names} series={[{ name: "questions", values: days.map((day) => day.questions) }]} />
      </div>
      <DriftDays days={days} />
    </section>
  );
}

const reasonOf = (sign: DriftSign): string =>
  sign.name === "questions" ? `other questions come than before, at a distance of ${sign.now?.toFixed(3)}.` : `${percent(sign.before)} before, ${percent(sign.now)} now.`;

const windowOf = (name: string, span: { answers: number; from: string | null; to: string | null }): string =>
  `${name}: ${span.answers} ${span.answers === 1 ? "answer" : "answers"}${span.from && span.to ? `, ${when(span.from)} to ${when(span.to)}` : ""}.`;
