import { afterEach, expect, test } from "vitest";
import { DriftPage } from "../console/drift-page";
import type { Drift } from "../console/loop-types";
import { Rendered } from "./render";

const day = { day: "2026-03-01", questions: 10, outOfScope: 2, missed: 4, fallbacks: 1, rated: 0, down: 0, distance: 0.25 };
const span = { answers: 200, from: "2026-02-20T00:00:00Z", to: "2026-03-01T00:00:00Z" };

let page: Rendered;
afterEach(() => page.end());

test("an alert is told with its reasons, and each day is drawn and listed", async () => {
  const drift: Drift = {
    report: {
      level: "alert", reference: span, current: span, days: [day, { ...day, day: "2026-03-02", rated: 4, down: 3 }],
      signs: [
        { name: "questions", before: null, now: 0.2, chance: 0.4, corrected: 1, level: "none" },
        { name: "rated-down", before: 0.28, now: 0.72, chance: 0.0001, corrected: 0.0005, level: "alert" },
      ],
    },
    changes: [{ sequence: 1, level: "alert", changedAt: "2026-03-01T00:00:00Z" }],
  };
  page = await Rendered.of(<DriftPage />, () => drift);
  for (const shown of ["Something changed", "down among rated: 28 % before, 72 % now.", "under 0.001", "Changes of level"]) {
    expect(page.text).toContain(shown);
  }
  expect(page.text).not.toContain("what is asked: other");
  const drawn = [...page.host.querySelectorAll("svg")].map((svg) => svg.getAttribute("aria-label"));
  expect(drawn[0]).toContain("no passage found from 20 % to 20 %, last 20 %");
  // Nobody rated on the first day, so that day has no share.
  expect(drawn[1]).toContain("down among rated from 75 % to 75 %");
  expect(page.host.querySelectorAll(".numbers tbody tr").length).toBe(2);
});

test("too little to compare is no alert, and a shop without visitors has no plot", async () => {
  const none = { answers: 0, from: null, to: null };
  page = await Rendered.of(<DriftPage />, () => ({ report: { level: "too-little", reference: none, current: none, signs: [], days: [] }, changes: [] }));
  expect(page.text).toContain("There is too little to compare yet");
  expect(page.text).toContain("No visitor was answered");
  expect(page.host.querySelector("svg")).toBeNull();
});
