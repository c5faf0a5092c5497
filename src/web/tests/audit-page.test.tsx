import { afterEach, expect, test } from "vitest";
import { AuditPage, pretty } from "../console/audit-page";
import type { AuditRow } from "../console/loop-types";
import { Rendered } from "./render";

const row = (sequence: number, over: Partial<AuditRow> = {}): AuditRow => ({
  sequence, at: "2026-01-01T00:00:00Z", actor: "agent", action: "version.promoted", subject: `subject-${sequence}`, details: '{"reason":"better"}', hash: "f".repeat(64), ...over,
});

const server = (verified: object, rows: AuditRow[] = [row(9), row(8)]) => (path: string) =>
  path.startsWith("/api/audit/verify") ? verified
    : path.startsWith("/api/audit/head") ? { head: `9:${"f".repeat(64)}` }
    : path.includes("page=2") ? Rendered.list([row(7)], 101, 2, 50) : Rendered.list(rows, rows.length === 0 ? 0 : 101, 1, 50);

let page: Rendered;
afterEach(() => page.end());

const numbers = () => [...page.host.querySelectorAll("tbody th")].map((cell) => cell.textContent);

test("rows are paged, filtered and narrowed to one subject, and the address keeps that", async () => {
  page = await Rendered.of(<AuditPage />, server({}));
  expect(numbers()).toEqual(["9", "8"]);
  await page.clickLabel("Page 2");
  expect(numbers()).toEqual(["7"]);
  expect(location.hash).toBe("#/?page=2");
  await page.set("What", "version.");
  await page.set("Who", "anna & ben");
  expect(page.asked.at(-1)).toBe("/api/audit/newest?sort=-sequence&pageSize=50&action=version.&actor=anna+%26+ben");
  await page.click("subject-9: only such rows");
  expect(page.asked.at(-1)).toBe("/api/audit/newest?sort=-sequence&pageSize=50&subject=subject-9");
  await page.click("Clear the filter");
  expect(page.asked.at(-1)).toBe("/api/audit/newest?sort=-sequence&pageSize=50");
});

test("a whole log is said to be whole", async () => {
  page = await Rendered.of(<AuditPage />, server({ ok: true, problem: null }));
  await page.click("Check the log");
  expect(page.text).toContain("The log is whole. No row was edited");
});

test("a fault is told, and a noted head is checked too", async () => {
  page = await Rendered.of(<AuditPage />, server({ ok: false, problem: "row 3: Audit row 3 is missing." }));
  await page.set("against a noted head", "3:abc");
  await page.click("Check the log");
  expect(page.asked.at(-1)).toBe("/api/audit/verify?head=3%3Aabc");
  expect(page.text).toContain("The log is not whole. row 3: Audit row 3 is missing.");
});

test("no row is said to be none", async () => {
  page = await Rendered.of(<AuditPage />, server({}, []));
  expect(page.text).toContain("There is no row yet.");
});

test("particulars have a line each, and what is no JSON stays as it is", () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(pretty("plain")).toBe("plain");
});
