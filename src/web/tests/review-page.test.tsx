import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { drafts } from "../console/drafts";
import { Look } from "../console/look";
import { ReviewPage } from "../console/review-page";
import type { ReviewItem } from "../console/types";

const item = (id: string, question: string, suggestion: string | null): ReviewItem => ({
  messageId: id, conversationId: "c", question, answer: `answer to ${question}`, citations: [],
  passages: [{ number: 1, title: "Returns", text: "30 days", path: "returns.md" }],
  rating: "down", reason: null, flags: [], suggestion, version: 1, createdAt: "2026-01-01T00:00:00Z",
  priority: 0.5, why: ["rated down"], unsure: false, assignee: null, triage: null, feedback: [],
});

let queue: ReviewItem[];
let posted: { path: string; body: unknown }[];
let root: Root;
let host: HTMLElement;

beforeEach(async () => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  drafts.clear();
  queue = [item("m1", "How long?", "30 days."), item("m2", "How much?", null)];
  posted = [];
  vi.stubGlobal("fetch", vi.fn(async (path: string, init: RequestInit) => {
    if (init.method === "POST") {
      posted.push({ path, body: JSON.parse(String(init.body)) });
      queue = queue.filter((row) => !path.includes(row.messageId));
      return new Response(null, { status: 204 });
    }
    return new Response(JSON.stringify(path.startsWith("/api/review") ? { items: queue, total: queue.length, page: 1, pageSize: 50 } : { newPairs: 3, threshold: 20, running: null, serving: null }));
  }));
  host = document.body.appendChild(document.createElement("div"));
  root = createRoot(host);
  await act(async () => root.render(<Look test><ReviewPage /></Look>));
});

afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
  vi.unstubAllGlobals();
});

const box = () => host.querySelector("textarea")!;
const press = (target: EventTarget, init: KeyboardEventInit) =>
  act(async () => { target.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init })); });

test("the editor starts from the suggestion, or from the answer where there is none", async () => {
  expect(box().value).toBe("30 days.");
  await press(document.body, { key: "j" });
  expect(box().value).toBe("answer to How much?");
  await press(document.body, { key: "k" });
  expect(box().value).toBe("30 days.");
});

test("a passage's number is cited at the end", async () => {
  await act(async () => host.querySelector<HTMLElement>('button[aria-label="Cite passage 1, Returns"]')!.click());
  expect(box().value).toBe("30 days. [1]");
});

test("Ctrl+Enter saves the correction and the next answer comes up", async () => {
  await press(box(), { key: "Enter", ctrlKey: true });
  expect(posted).toEqual([{ path: "/api/messages/m1/corrections", body: { text: "30 days." } }]);
  expect(host.querySelector("h2")!.textContent).toBe("How much?");
  expect(host.querySelector(".said")!.textContent).toContain("Saved");
});

test("j and k are letters while one writes", async () => {
  await press(box(), { key: "j" });
  expect(host.querySelector("h2")!.textContent).toBe("How long?");
});

test("it says why an answer is in the queue, and a dismissed one leaves it", async () => {
  expect(host.textContent).toContain("Why it is here: rated down.");
  await act(async () => [...host.querySelectorAll("button")].find((button) => button.textContent === "Dismiss")!.click());
  expect(posted).toEqual([{ path: "/api/review/m1/dismiss", body: { dismissed: true } }]);
  expect(host.querySelector("h2")!.textContent).toBe("How much?");
  expect(document.activeElement).toBe(host.querySelector("h2"));
});
