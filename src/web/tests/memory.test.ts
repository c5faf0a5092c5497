import { afterEach, expect, test, vi } from "vitest";
import { Memory } from "../widget/memory";

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

test("nothing is kept in the browser before the chat is opened, and all of it then", () => {
  const memory = new Memory("shop");
  const visitor = memory.visitorId;
  expect(localStorage.length).toBe(0);
  memory.allow();
  memory.conversationId = "c1";
  expect(new Memory("shop").visitorId).toBe(visitor);
  expect(new Memory("shop").conversationId).toBe("c1");
  expect(new Memory("other").conversationId).toBeNull();
});

test("a browser that forbids storage still remembers while the page lives", () => {
  for (const name of ["getItem", "setItem", "removeItem"] as const) {
    vi.spyOn(Storage.prototype, name).mockImplementation(() => {
      throw new DOMException("Forbidden.", "SecurityError");
    });
  }
  const memory = new Memory("shop");
  memory.allow();
  memory.conversationId = "c1";
  expect(memory.conversationId).toBe("c1");
  expect(memory.visitorId).toBe(memory.visitorId);
  memory.conversationId = null;
  expect(memory.conversationId).toBeNull();
});
