import { afterEach, expect, test } from "vitest";
import type { ConsoleSocket, Listener } from "../console/inbox/console-socket";
import { OpenTalk } from "../console/inbox/open-talk";
import type { ConversationView, MessageView } from "../shared/protocol";
import { Rendered } from "./render";

const message = (id: string, over: Partial<MessageView> = {}): MessageView => ({
  id, number: 1, role: "visitor", text: `text ${id}`, state: "complete", sequence: 0, createdAt: "2026-01-01T00:00:00Z", citations: [], ...over,
});

let page: Rendered;
afterEach(() => page.end());

async function opened(by: "waiting" | "agent"): Promise<{ heard: Partial<Listener>; typed: boolean[] }> {
  const typed: boolean[] = [];
  let heard: Partial<Listener> = {};
  const talk: ConversationView = { id: "c", messages: [message("m1"), message("m2", { replacedBy: "m3" })], handling: { conversationId: "c", by, agent: by === "agent" ? "Ada" : null }, seen: 0 };
  const socket = { watch: async () => talk, typing: (_: string, now: boolean) => typed.push(now) } as unknown as ConsoleSocket;
  page = await Rendered.of(<OpenTalk id="c" socket={socket} hear={(listener) => { heard = listener; return () => undefined; }} onChanged={() => undefined} />);
  return { heard, typed };
}

test("a conversation is taken over, and nothing is written before that", async () => {
  await opened("waiting");
  expect(page.text).toContain("The visitor waits for a person.");
  expect(page.text).not.toContain("text m2");
  expect(page.host.querySelector("textarea")).toBeNull();
  await page.click("Take over");
  expect(page.posted).toEqual([{ path: "/api/conversations/c/take", body: {} }]);
});

test("an agent writes, is seen typing, and gives the conversation back", async () => {
  const { heard, typed } = await opened("agent");
  await page.set("Your message", "Hello ");
  await page.click("Send");
  expect(page.posted).toEqual([{ path: "/api/conversations/c/messages", body: { text: "Hello", clientMessageId: expect.stringMatching(/^[0-9a-f-]{36}$/) } }]);
  expect(typed).toEqual([true, false]);
  await page.click("Give it back");
  expect(page.posted.at(-1)!.path).toBe("/api/conversations/c/return");
  await page.doing(() => heard.messageAdded!(message("m4", { role: "agent", author: "Ada", text: "<b>bold</b>" })));
  await page.doing(() => heard.messageAdded!(message("m4", { role: "agent", author: "Ada", text: "<b>bolder</b>" })));
  expect(page.text).toContain("Ada");
  expect(page.text).toContain("<b>bolder</b>");
  expect(page.text).not.toContain("<b>bold</b>");
  await page.doing(() => heard.typingChanged!({ conversationId: "c", who: "visitor", typing: true }));
  expect(page.text).toContain("The visitor is writing…");
});
