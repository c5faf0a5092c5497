import type { Action } from "./ask-dialog";
import type { Version } from "./types";

const answers = (number: number) => `Version ${number} answers from the next message on.`;

export const rollback: Action = {
  title: "Roll back",
  path: "/api/rollback",
  note: "The version before the serving one answers again, from the next message on.",
  done: "The version before answers from the next message on.",
};

/** Lets a version serve; one that the gate did not pass, only against the gate and with a reason. */
export function promote(version: Version): Action {
  const path = `/api/versions/${version.id}/promote`;
  const override: Action = {
    title: `Override the gate for version ${version.number}`,
    note: `The gate did not pass it${version.reason ? `: ${version.reason}` : ""}. Who overrides it and why stays in the audit log.`,
    path,
    body: { override: true },
    mustSayWhy: true,
    done: answers(version.number),
  };
  return ["rejected", "undecided"].includes(version.status) ? override : {
    title: `Promote version ${version.number}`,
    note: "It answers from the next message on. The gate is not asked again.",
    path,
    done: answers(version.number),
    instead: override,
  };
}

export const retire = (version: Version): Action => ({
  title: `Retire version ${version.number}`,
  note: "It may never serve again, and no rollback goes to it. This cannot be taken back.",
  path: `/api/versions/${version.id}/retire`,
  dangerous: true,
  done: `Version ${version.number} is retired.`,
});

/** Whether a version could be promoted. */
export const canServe = (version: Version): boolean => !version.serving && version.status !== "retired" && version.purgedAt === null;

/** Whether a version could be tried on visitors beside the serving one. */
export const canBeTried = (version: Version): boolean => canServe(version) && version.status !== "rejected";
