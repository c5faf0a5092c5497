import { afterEach, expect, test } from "vitest";
import { DataSetsPage } from "../console/data-sets-page";
import type { DataSet, LedgerLine } from "../console/loop-types";
import { Rendered } from "./render";

const set = (hash: string, over: Partial<DataSet> = {}): DataSet => ({
  hash, trainCount: 1, heldOutCount: 2, createdAt: "2026-01-01T00:00:00Z", erased: false, versions: [],
  manifest: { dropped: { duplicate: 1 }, quarantined: { "new identity": 1 } }, card: "# Data set of shop\n\n<img src=x onerror=alert(1)>\n\n| a | b |\n|---|---|\n| 1 | 2 |", ...over,
});

const line = (number: number, over: Partial<LedgerLine> = {}): LedgerLine => ({
  line: number, id: `id-0000000${number}`, kind: "correction", identity: "abcdef0123456789", outcome: "kept", step: null, reason: null, evidence: null, related: null,
  variant: null, notes: [], lines: [`train.jsonl:${number}`], ...over,
});

let page: Rendered;
afterEach(() => page.end());

test("data sets are listed, sorted by a column and paged", async () => {
  page = await Rendered.of(<DataSetsPage id={null} />, (path) => (path.includes("page=2") ? Rendered.list([set("b")], 26, 2) : Rendered.list([set("a")], 26)));
  expect(page.text).toContain("1 piece");
  expect(page.text).toContain("1 to 1 of 26 data sets");
  await page.clickLabel("Page 2");
  expect(page.asked.at(-1)).toBe("/api/data-sets?sort=-createdAt&page=2&pageSize=25");
  expect([...page.host.querySelectorAll("tbody a")].map((link) => link.getAttribute("href"))).toEqual(["#/data-sets/b"]);
  await page.click("held out↕");
  expect(page.asked.at(-1)).toBe("/api/data-sets?sort=heldOutCount&pageSize=25");
  expect(page.host.querySelector('[aria-sort="ascending"]')!.textContent).toBe("held out↑");
});

test("without a data set the page says where they come from", async () => {
  page = await Rendered.of(<DataSetsPage id={null} />, () => (Rendered.list([])));
  expect(page.text).toContain("the first run builds one");
});

test("the ledger is filtered by outcome and by the manifest's reasons", async () => {
  page = await Rendered.of(<DataSetsPage id="h" />, (path) =>
    path.includes("/samples") ? Rendered.list([line(1), line(2, { outcome: "dropped", reason: "duplicate", evidence: "of 1", related: "id-00000001", lines: [] })]) : set("h"));
  for (const shown of ["it is in", "train.jsonl:1", "duplicate of 1 see 00000001", "nowhere", "2 pieces"]) {
    expect(page.text).toContain(shown);
  }
  await page.set("Outcome", "held-out");
  await page.set("Reason", "new identity");
  expect(page.asked.at(-1)).toBe("/api/data-sets/h/samples?pageSize=50&outcome=held-out&reason=new+identity");
});

test("a card is text: no markup of what people wrote comes alive", async () => {
  page = await Rendered.of(<DataSetsPage id="h" />, (path) => (path.includes("/samples") ? Rendered.list([]) : set("h")));
  expect(page.host.querySelector("img")).toBeNull();
  expect(page.text).toContain("<img src=x onerror=alert(1)>");
});

test("of a card the first table is shown and the others are folded with their headings", async () => {
  const card = "# Card\n\n## Content\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## Steps\n\n| c | d | e |\n|---|---|---|\n| 3 | 4 | 5 |";
  page = await Rendered.of(<DataSetsPage id="h" />, (path) => (path.includes("/samples") ? Rendered.list([]) : set("h", { card })));
  const folded = page.host.querySelector(".report details")!;
  expect([...page.host.querySelectorAll(".report h2")].map((title) => [title.textContent, folded.contains(title)])).toEqual([["Card", false], ["Content", false], ["Steps", true]]);
});

test("an erased data set says so and its ledger is not asked for", async () => {
  page = await Rendered.of(<DataSetsPage id="h" />, () => set("h", { erased: true, card: null }));
  expect(page.text).toContain("removed with a visitor who was erased");
  expect(page.asked).toEqual(["/api/data-sets/h"]);
});
