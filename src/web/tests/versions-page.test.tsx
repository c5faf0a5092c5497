import { afterEach, expect, test } from "vitest";
import { VersionsPage } from "../console/versions-page";
import type { Experiment, Reading } from "../console/loop-types";
import type { Version } from "../console/types";
import { Rendered } from "./render";

const version = (number: number, status: string, over: Partial<Version> = {}): Version => ({
  id: `v${number}`, number, status, adapterHash: "a", dataSetHash: "d".repeat(64), parentNumber: number === 1 ? null : 1, metrics: { score: 0.5 },
  createdAt: "2026-01-01T00:00:00Z", decidedBy: "gate", reason: "score: not met", serving: status === "serving", purgedAt: null, ...over,
});

const reading: Reading = {
  why: "unhappy visitors 20 % of 50 with the control", controlVisitors: 50, treatmentVisitors: 48, harm: 1.5, benefit: 0.2,
  measures: [{ name: "unhappy", control: 0.2, treatment: 0.3, least: -0.05, most: 0.31 }],
};

const experiment = (over: Partial<Experiment> = {}): Experiment => ({
  number: 1, name: "shorter", state: "open", control: 1, treatment: 3, share: 10, promoteWhenBetter: false, startedAt: "2026-01-01T00:00:00Z", startedBy: "agent",
  endedAt: null, endedBy: null, reason: null, reading: null, ...over,
});

const versions = [version(4, "retired"), version(3, "undecided"), version(2, "rejected"), version(1, "serving")];
const server = (experiments: Experiment[] = [], listed = versions) => (path: string) =>
  path.startsWith("/api/versions?") ? Rendered.list(listed)
    : path.startsWith("/api/experiments?state=open") ? Rendered.list(experiments.filter(({ state }) => state === "open"))
    : path.startsWith("/api/experiments?state=ended") ? Rendered.list(experiments.filter(({ state }) => state !== "open"))
    : path.startsWith("/api/decisions?") ? Rendered.list(listed.map((one, i) => ({ sequence: i, version: one.number, action: "version.added", actor: "worker", at: one.createdAt, reason: null })))
    : path.startsWith("/api/experiments/") ? { ...experiments[0], reading }
    : { versions: [...listed].reverse().map((one) => ({ version: one, decisions: [{ action: "version.added", actor: "worker", at: one.createdAt, reason: null }] })) };

let page: Rendered;
afterEach(() => page.end());

const submit = () => page.host.querySelector<HTMLButtonElement>("[role=dialog] button[type=submit]")!;

test("what the gate did not pass is promoted against it with a reason alone", async () => {
  page = await Rendered.of(<VersionsPage />, server());
  await page.click("Promote version 2");
  expect(submit().textContent).toBe("Override the gate for version 2");
  await page.confirm();
  expect(page.posted).toEqual([]);
  expect(page.text).toContain("Say why");
  await page.set("Reason", "the suite is wrong");
  await page.confirm();
  expect(page.posted).toEqual([{ path: "/api/versions/v2/promote", body: { override: true, reason: "the suite is wrong" } }]);
  expect(page.text).toContain("Version 2 answers from the next message on.");
});

test("a refusal that the page could not foresee asks for an override", async () => {
  const refusal = (_: string, body: unknown) => ((body as { override?: boolean }).override ? null : "Version 2 is rejected (lost); to let it serve all the same, override the gate and say why.");
  page = await Rendered.of(<VersionsPage />, server([], [version(2, "candidate"), version(1, "serving")]), refusal);
  await page.click("Promote version 2");
  await page.confirm();
  expect(submit().textContent).toBe("Override the gate for version 2");
  expect(page.host.querySelector("[role=dialog] [role=alert]")!.textContent).toContain("Version 2 is rejected (lost)");
  await page.set("Reason", "it is fine");
  await page.confirm();
  expect(page.posted.map(({ body }) => body)).toEqual([{ reason: null }, { override: true, reason: "it is fine" }]);
  expect(page.dialog).toBeNull();
});

test("another refusal stays as it is", async () => {
  page = await Rendered.of(<VersionsPage />, server([], [version(2, "staged"), version(1, "serving")]), () => "Version 2 serves already.");
  await page.click("Promote version 2");
  await page.confirm();
  expect(submit().textContent).toBe("Promote version 2");
  expect(page.text).toContain("Version 2 serves already.");
});

test("a serving, a retired and a purged version cannot be promoted", async () => {
  page = await Rendered.of(<VersionsPage />, server([], [version(3, "previous", { purgedAt: "2026-01-02T00:00:00Z" }), version(2, "retired"), version(1, "serving")]));
  expect([...page.host.querySelectorAll("tbody button")].map((button) => button.textContent)).toEqual(["Retire version 3"]);
  expect(page.text).toContain("adapter removed");
});

test("a version is retired for a reason", async () => {
  page = await Rendered.of(<VersionsPage />, server());
  await page.click("Retire version 3");
  await page.set("Reason", "old");
  await page.confirm();
  expect(page.posted).toEqual([{ path: "/api/versions/v3/retire", body: { reason: "old" } }]);
  expect(page.text).toContain("Version 3 is retired.");
});

test("a canary starts on a share, and neither a rejected nor a retired version is offered", async () => {
  page = await Rendered.of(<VersionsPage />, server());
  expect([...page.host.querySelectorAll("select[name=version] option")].map((option) => option.textContent)).toEqual(["3 · undecided"]);
  await page.click("Start");
  expect(page.posted).toEqual([{ path: "/api/experiments", body: { version: 3, share: 10, promoteWhenBetter: false } }]);
  expect(page.text).toContain("Version 3 answers 10 % of the visitors");
});

test("a running experiment shows its interval and is stopped", async () => {
  page = await Rendered.of(<VersionsPage />, server([experiment(), experiment({ number: 0, state: "worse", reason: "harm", endedBy: "experiment", endedAt: "2026-01-02T00:00:00Z" })]));
  for (const shown of ["unhappy visitors 20 % of 50", "−5 to +31 points", "on 10 % of visitors", "version 3 on 10 % of visitors, version 1 on the rest", "worse"]) {
    expect(page.text).toContain(shown);
  }
  await page.click("Stop");
  await page.confirm();
  expect(page.posted).toEqual([{ path: "/api/experiments/1/stop", body: { reason: null } }]);
});

test("lineage is told in words and lists the decisions", async () => {
  page = await Rendered.of(<VersionsPage />, server());
  expect(page.host.querySelector(".lineage svg")!.getAttribute("aria-label")).toContain("version 2, rejected, from version 1");
  expect(page.text).toContain("4 decisions");
});
