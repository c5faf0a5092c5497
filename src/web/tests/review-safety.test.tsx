import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { drafts } from "../console/drafts";
import { Look } from "../console/look";
import { ReviewPage } from "../console/review-page";
import type { ReviewItem } from "../console/types";

const item = (id: string, question: string): ReviewItem => ({
  messageId: id, conversationId: "c", question, answer: `answer to ${question}`, citations: [],
  passages: [{ number: 1, title: "Returns", text: "30 days", path: "returns.md" }],
  rating: "down", reason: null, flags: [], suggestion: null, version: 1, createdAt: "2026-01-01T00:00:00Z",
  priority: 0.5, why: ["rated down"], unsure: false, assignee: null, triage: null, feedback: [],
});

let queue: ReviewItem[];
let corrections: number;
let root: Root;
let host: HTMLElement;

beforeEach(async () => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  vi.useFakeTimers();
  drafts.clear();
  queue = [item("m1", "How long?"), item("m2", "How much?"), item("m3", "Where?")];
  corrections = 3;
  vi.stubGlobal("fetch", vi.fn(async (path: string, init: RequestInit) => {
    if (init.method === "POST") {
      if (path.endsWith("/corrections")) {
        corrections++;
        queue = queue.filter((row) => !path.includes(row.messageId));
      }
      return new Response(null, { status: 204 });
    }
    return new Response(JSON.stringify(path.startsWith("/api/review") ? { items: queue, total: queue.length, page: 1, pageSize: 50 } : { newPairs: corrections, threshold: 20, running: null, serving: null }));
  }));
  host = document.body.appendChild(document.createElement("div"));
  root = createRoot(host);
  await act(async () => root.render(<Look test><ReviewPage /></Look>));
});

afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const box = () => host.querySelector("textarea")!;
const question = () => host.querySelector("h2")!.textContent;
const press = (target: EventTarget, init: KeyboardEventInit) =>
  act(async () => { target.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init })); });
const write = (text: string) =>
  act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")!.set!.call(box(), text);
    box().dispatchEvent(new Event("input", { bubbles: true }));
  });
const poll = () => act(async () => { await vi.advanceTimersByTimeAsync(10_000); });

test("a new answer at the head of the queue does not take the place of the one being corrected", async () => {
  await write("half a sentence");
  queue = [item("m0", "Brand new?"), ...queue];
  await poll();
  expect(host.querySelectorAll(".queue li")).toHaveLength(4);
  expect(question()).toBe("How long?");
  expect(box().value).toBe("half a sentence");
});

test("a suggestion that arrives meanwhile does not overwrite what is being written", async () => {
  await write("half a sentence");
  queue = [{ ...queue[0]!, suggestion: "a visitor's" }, ...queue.slice(1)];
  await poll();
  expect(host.textContent).toContain("a visitor's");
  expect(box().value).toBe("half a sentence");
});

test("a draft is there again after a look at another answer, and gone once it is saved", async () => {
  await write("half a sentence");
  await press(document.body, { key: "j" });
  expect(box().value).toBe("answer to How much?");
  await press(document.body, { key: "k" });
  expect(box().value).toBe("half a sentence");
  await press(box(), { key: "Enter", ctrlKey: true });
  expect(drafts.size).toBe(0);
});

test("a saved correction leaves the queue, moves the counter and puts the focus on the next question", async () => {
  expect(host.textContent).toContain("3 of 20 new corrections until training");
  await press(document.body, { key: "j" });
  await press(box(), { key: "Enter", ctrlKey: true });
  expect(question()).toBe("Where?");
  expect(document.activeElement).toBe(host.querySelector("h2"));
  expect(host.querySelectorAll(".queue li")).toHaveLength(2);
  expect(host.textContent).toContain("4 of 20 new corrections until training");
});

test("arrow keys move in the queue, and the focus moves along", async () => {
  const first = host.querySelector<HTMLElement>(".queue button")!;
  first.focus();
  await press(first, { key: "ArrowDown" });
  expect(question()).toBe("How much?");
  expect(document.activeElement!.textContent).toContain("How much?");
  await press(document.activeElement!, { key: "End" });
  expect(question()).toBe("Where?");
});

test("e goes into the editor, Escape out of it", async () => {
  await press(document.body, { key: "e" });
  expect(document.activeElement).toBe(box());
  await press(box(), { key: "Escape" });
  expect(document.activeElement).toBe(host.querySelector("h2"));
});

test("a flag keeps the answer in its place, a skip takes it out of sight", async () => {
  const select = host.querySelector<HTMLSelectElement>(".editor select")!;
  await act(async () => {
    select.value = "unsafe";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  expect(host.querySelector(".said")!.textContent).toBe("Flagged as unsafe.");
  expect(question()).toBe("How long?");
  const skip = [...host.querySelectorAll("button")].find((button) => button.textContent === "Skip")!;
  await act(async () => skip.click());
  expect(question()).toBe("How much?");
  expect(host.querySelectorAll(".queue li")).toHaveLength(2);
});

test("an empty queue says so and takes the focus", async () => {
  for (let left = 3; left > 0; left--) {
    await press(box(), { key: "Enter", ctrlKey: true });
  }
  expect(host.textContent).toContain("Nothing waits for you");
  expect(document.activeElement).toBe(host.querySelector("h1"));
});
