import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { key } from "../console/api";
import { ImpactSection } from "../console/impact-section";
import type { Corrected, Impact } from "../console/loop-types";
import { PastRun } from "../console/past-run";
import { RunReportPage } from "../console/run-report-page";
import type { Run } from "../console/types";
import { Rendered } from "./render";

const run: Run = {
  id: "r1", state: "rejected", requestedBy: "agent", reason: "asked for", createdAt: "2026-01-01T00:00:00Z", endedAt: null, samples: 12, error: null,
  decision: "score: not enough evidence, about 40 more cases would tell", versionNumber: 3, report: "# R\n\n**Headline.**\n\n| a | b |\n|---|---|\n| 1 | 2 |",
  outcome: "not-enough-evidence", impact: "12 entered version 3; 11 fixed", hasReport: true,
};

let page: Rendered;
beforeEach(() => key.set("very-secret"));
afterEach(async () => {
  await page.end();
  key.clear();
});

test("short evidence is no rejection, and says how many cases would tell", async () => {
  page = await Rendered.of(<PastRun run={run} />);
  expect(page.host.querySelector(".badge")!.textContent).toBe("undecided");
  expect(page.text).toContain("Not enough evidence. About 40 more cases");
  expect(page.text).toContain("12 entered version 3; 11 fixed");
  expect(page.host.querySelector("a")!.getAttribute("href")).toBe("#/learning/r1");
  expect(page.host.querySelector(".report details summary")!.textContent).toBe("All figures");
});

test("a run without a report has no link to one", async () => {
  page = await Rendered.of(<PastRun run={{ ...run, hasReport: false, outcome: null, impact: null }} />);
  expect(page.host.querySelector("a")).toBeNull();
  expect(page.host.querySelector(".badge")!.textContent).toBe("rejected");
});

test("a report is shown where it can run nothing, and the key is in no address", async () => {
  page = await Rendered.of(<RunReportPage id="r1" />, () => "<!doctype html><script>alert(1)</script>");
  const frame = page.host.querySelector("iframe")!;
  expect(frame.getAttribute("sandbox")).toBe("");
  expect(frame.getAttribute("srcdoc")).toContain("<!doctype html>");
  expect(page.asked).toEqual(["/api/runs/r1/report"]);
  expect(page.host.innerHTML + page.asked.join()).not.toContain("very-secret");
});

test("a report is saved in the format that is asked for", async () => {
  const links: string[] = [];
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => undefined }));
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) { links.push(this.download); });
  page = await Rendered.of(<RunReportPage id="r1" />, () => "text");
  await page.click("Markdown");
  expect(page.asked.at(-1)).toBe("/api/runs/r1/report?format=md");
  expect(links).toEqual(["report-r1.md"]);
  vi.restoreAllMocks();
});

test("corrections that did not help are shown side by side, the worst first", async () => {
  const one = (id: string, verdict: Corrected["verdict"]): Corrected => ({ messageId: id, author: "agent", verdict, before: 0.5, after: 0.2, correction: `wanted ${id}`, answer: `said ${id}` });
  const impact: Impact = { version: 7, summary: "14 entered version 7; 11 fixed, 1 worse", entered: 3, fixed: 1, better: 0, same: 1, worse: 1, corrections: [one("a", "worse"), one("b", "same"), one("c", "fixed")] };
  page = await Rendered.of(<ImpactSection since={null} />, () => [impact]);
  expect(page.text).toContain("14 entered version 7; 11 fixed, 1 worse");
  expect([...page.host.querySelectorAll(".sides")].map((pair) => pair.textContent)).toEqual(["Wanted wanted aAnswered said a", "Wanted wanted bAnswered said b"]);
});

test("without corrections in any version the section says so", async () => {
  page = await Rendered.of(<ImpactSection since={null} />, () => []);
  expect(page.text).toContain("Nothing yet");
});
