import { afterEach, expect, test } from "vitest";
import { FeedbackPage } from "../console/feedback-page";
import { GapsPage } from "../console/gaps-page";
import { TriageCard } from "../console/triage-card";
import type { FeedbackPiece, KnowledgeGap, Triage } from "../console/types";
import { Rendered } from "./render";

const piece = (id: string, over: Partial<FeedbackPiece> = {}): FeedbackPiece => ({
  id, kind: "down", messageId: `m-${id}`, conversationId: "c", question: `question ${id}`, chosen: null, rejected: `answer ${id}`,
  reason: null, author: "anna", visitor: "anna", source: null, decision: "none", byIdentity: false, decisionReason: null, cause: null, dataSets: 0,
  createdAt: "2026-01-01T00:00:00Z", ...over,
});

let page: Rendered;
afterEach(() => page.end());

test("a thumb is confirmed, excluded, and pressing the chosen one takes it back", async () => {
  page = await Rendered.of(<FeedbackPage />, () => (Rendered.list([piece("1", { decision: "confirmed" })])));
  await page.click("Exclude");
  await page.click("Confirm");
  expect(page.button("Confirm").getAttribute("aria-pressed")).toBe("true");
  expect(page.posted).toEqual([
    { path: "/api/feedback/1/decision", body: { decision: "excluded" } },
    { path: "/api/feedback/1/decision", body: { decision: "none" } },
  ]);
});

test("the filter asks the server and can be cleared", async () => {
  page = await Rendered.of(<FeedbackPage />, () => (Rendered.list([])));
  await page.set("Cause", "missing-document");
  await page.set("Identity", "a b&c");
  expect(page.asked.at(-1)).toBe("/api/feedback?pageSize=25&cause=missing-document&identity=a+b%26c");
  expect(page.text).toContain("No pieces of feedback match.");
  await page.click("Clear the filter");
  expect(page.asked.at(-1)).toBe("/api/feedback?pageSize=25");
});

test("a search waits for the last letter, and begins at the first page", async () => {
  history.replaceState(null, "", "#/feedback?page=2");
  page = await Rendered.of(<FeedbackPage />, () => Rendered.list([piece("1")]));
  expect(page.asked.at(-1)).toBe("/api/feedback?page=2&pageSize=25");
  await page.set("Search", "ret");
  await page.set("Search", "return ");
  expect(page.asked).toHaveLength(1);
  await page.pause();
  expect(page.asked.slice(1)).toEqual(["/api/feedback?search=return&pageSize=25"]);
  expect(location.hash).toBe("#/feedback?search=return");
});

test("a list that cannot be loaded says so and is asked for again", async () => {
  let asked = 0;
  page = await Rendered.of(<FeedbackPage />, () => (asked++ === 0 ? "no list" : Rendered.list([piece("1")])));
  expect(page.text).toContain("not what the console expects");
  await page.click("Try again");
  expect(page.text).toContain("question 1");
});

test("all of an identity's feedback is excluded and let in again", async () => {
  page = await Rendered.of(<FeedbackPage />, () => (Rendered.list([piece("1", { author: "flood/1" })])));
  await page.click("Exclude all of theirs");
  expect(page.posted).toEqual([{ path: "/api/identities/flood%2F1/decision", body: { decision: "excluded" } }]);
  await page.end();
  page = await Rendered.of(<FeedbackPage />, () => (Rendered.list([piece("1", { decision: "excluded", byIdentity: true })])));
  expect(page.text).toContain("excluded with its author");
  await page.click("Take that back");
  expect(page.posted[0]!.body).toEqual({ decision: "none" });
});

test("a cause is shown with its evidence, and an agent overrules it", async () => {
  const triage: Triage = {
    messageId: "m", question: "q", cause: "retrieval-miss", found: "retrieval-miss", overruledBy: null,
    evidence: {
      rule: "C2", because: "A document says it.", unsupported: ["7 euros"], cited: [], right: [], style: [], foundToday: true,
      facts: [{ text: "4.90 euros", kind: "quantity", inAnswer: false, inPrompt: [], documents: ["shipping.md: Cost"] }],
    },
  };
  const said: string[] = [];
  page = await Rendered.of(<TriageCard triage={triage} onChanged={(what) => said.push(what)} />);
  for (const shown of ["Retrieval miss", "A document says it.", "4.90 euros", "shipping.md: Cost", "7 euros", "finds the passage by now"]) {
    expect(page.text).toContain(shown);
  }
  await page.set("Cause", "behaviour");
  expect(page.posted).toEqual([{ path: "/api/triage/m/cause", body: { cause: "behaviour" } }]);
  expect(said).toEqual(["Noted as the cause."]);
});

test("a gap says what to do, and which are mended", async () => {
  const gap: KnowledgeGap = {
    question: "Do you ship to Iceland?", questions: ["Do you ship to Iceland?", "Iceland shipping?"], count: 2, cause: "missing-document",
    rightAnswer: "Yes, for 29 euros.", documents: [], mended: false, toDo: "Write a document.", messageIds: [],
  };
  page = await Rendered.of(<GapsPage />, () => [gap, { ...gap, question: "Other?", cause: "retrieval-miss", mended: true }]);
  for (const shown of ["2 bad answers", "Also asked: Iceland shipping?", "Yes, for 29 euros.", "Write a document.", "mended"]) {
    expect(page.text).toContain(shown);
  }
});
