import type { Run } from "./types";

/** A run's state, in which a version that may yet prove itself is no rejected one. */
export const stateOf = (run: Run): string => (run.state === "rejected" && run.outcome === "not-enough-evidence" ? "undecided" : run.state);

/** How many more cases the gate asks for: the most of its requirements; null where no number would tell. */
export function furtherCases(decision: string | null): number | null {
  const numbers = [...(decision ?? "").matchAll(/about (\d+) more cases?/g)].map((match) => Number(match[1]));
  return numbers.length === 0 ? null : Math.max(...numbers);
}

/** What came of a run beside its state: the evidence that is short, what the corrections did, and the way to the report. */
export function RunOutcome({ run }: { run: Run }) {
  const more = furtherCases(run.decision);
  return (
    <>
      {run.outcome === "not-enough-evidence" && (
        <p className="evidence">
          <b>Not enough evidence.</b>{" "}
          {more === null
            ? "The change lies on the gate's bound; no number of cases would tell."
            : `About ${more} more cases in the suite would tell whether the change is real.`}{" "}
          Until then the version waits, and nothing serves differently.
        </p>
      )}
      {run.impact && <p>Corrections: {run.impact}.</p>}
      {run.hasReport && (
        <p>
          <a className="button" href={`#/learning/${run.id}`}>Open the report<span className="sr"> of {run.versionNumber ? `version ${run.versionNumber}` : "this run"}</span></a>
        </p>
      )}
    </>
  );
}
