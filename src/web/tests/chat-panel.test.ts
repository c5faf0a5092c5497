import { expect, test } from "vitest";
import { applied } from "../widget/chat-panel";
import { errorOf, type AnswerEvent, type Message } from "../widget/protocol";

const empty: Message = { id: "mine", role: "assistant", text: "", state: "streaming", sequence: 0, createdAt: "", citations: [] };

function after(...events: Partial<AnswerEvent>[]): Message {
  return events.reduce<Message>(
    (message, event, at) => applied(message, { kind: "text", messageId: "m1", sequence: at, ...event }),
    empty,
  );
}

test("pieces add up, and the end brings the whole text and its sources", () => {
  const streaming = after({ kind: "started", version: 3 }, { text: "Within " }, { text: "30 days" });
  expect(streaming).toMatchObject({ id: "m1", text: "Within 30 days", state: "streaming", sequence: 2, version: 3 });

  const done = applied(streaming, { kind: "completed", messageId: "m1", sequence: 3, text: "Within 30 days [1].", citations: [] });
  expect(done).toMatchObject({ text: "Within 30 days [1].", state: "complete", version: 3 });
});

test("a stopped answer keeps what it had said", () => {
  expect(after({ kind: "started" }, { text: "Within" }, { kind: "stopped" })).toMatchObject({ text: "Within", state: "stopped" });
});

test("the server's typed error is found in what SignalR wraps around it", () => {
  const wrapped = new Error(`An unexpected error occurred invoking 'Ask' on the server. HubException: {"code":"message_empty","detail":"Write something first."}`);
  expect(errorOf(wrapped)).toEqual({ code: "message_empty", detail: "Write something first." });
});

test("any other failure has a message that a visitor understands", () => {
  expect(errorOf(new Error("WebSocket closed with status code: 1006 ().")).code).toBe("failed");
  expect(errorOf(new Error("{not json")).code).toBe("failed");
});
