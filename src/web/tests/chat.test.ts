import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Chat } from "../widget/chat/chat";
import { Memory } from "../widget/memory";
import { conversation, event, FakeHub, message } from "./fake-hub";

let hubs: FakeHub[];
let seen: { refused: unknown[]; arrived: string[] };

function chat(prepare: (hub: FakeHub) => void = () => {}): Chat {
  const build = () => {
    const hub = new FakeHub();
    hub.replies["Start"] = () => conversation();
    prepare(hub);
    hubs.push(hub);
    return hub.hub;
  };
  return new Chat(build, new Memory("test"), () => ({ language: "en" }), {
    changed: () => {},
    arrived: ({ text }) => seen.arrived.push(text),
    refused: (error, unsent) => seen.refused.push([error.code, unsent]),
    handling: () => {},
  });
}

const hub = () => hubs.at(-1)!;
const texts = (of: Chat) => of.messages.visible.map(({ role, text, state }) => `${role}: ${text}${state === "complete" ? "" : ` (${state})`}`);
const settled = () => vi.advanceTimersByTimeAsync(1);
const called = (name: string) => hubs.flatMap(({ calls }) => calls).filter(([called]) => called === name);

beforeEach(() => {
  hubs = [];
  seen = { refused: [], arrived: [] };
  vi.useFakeTimers();
});

afterEach(() => vi.useRealTimers());

async function asked(of: Chat, text = "Shipping?"): Promise<void> {
  void of.ask(text);
  await settled();
}

test("a question and the answer that is waited for are shown at once, and learn the server's ids", async () => {
  const one = chat();
  await asked(one);
  expect(texts(one)).toEqual(["visitor: Shipping?", "assistant:  (streaming)"]);

  hub().streams[0]!.observer.next(event({ kind: "started", visitorMessageId: "m1", version: 3 }));
  hub().streams[0]!.observer.next(event({ text: "4.90 ", sequence: 1 }));
  hub().streams[0]!.observer.next(event({ text: "euros", sequence: 2 }));
  await settled();
  expect(one.messages.visible.map(({ id }) => id)).toEqual(["m1", "m2"]);
  hub().streams[0]!.observer.next(event({ kind: "completed", text: "4.90 euros [1].", sequence: 2 }));
  await settled();
  expect(texts(one)).toEqual(["visitor: Shipping?", "assistant: 4.90 euros [1]."]);
  expect(seen.arrived).toEqual(["4.90 euros [1]."]);
});

test("a lost connection resumes after the last piece, without a gap and without a duplicate", async () => {
  const one = chat((made) => {
    if (hubs.length > 0) {
      made.replies["Start"] = () =>
        conversation([message({ role: "visitor", text: "Shipping?" }), message({ id: "m2", number: 2, state: "streaming", replyTo: "m1", text: "one two ", sequence: 2 })]);
    }
  });
  await asked(one);
  hub().streams[0]!.observer.next(event({ kind: "started", visitorMessageId: "m1" }));
  hub().streams[0]!.observer.next(event({ text: "one ", sequence: 1 }));
  await settled();
  const lost = hub();
  lost.lose();
  await settled();
  const now = hub();
  expect(now).not.toBe(lost);
  expect(now.calls.map(([name]) => name)).toEqual(["Start", "Resume"]);
  expect(now.calls[1]).toEqual(["Resume", "m2", 1]);

  now.streams[0]!.observer.next(event({ text: "one ", sequence: 1 }));
  now.streams[0]!.observer.next(event({ text: "two three", sequence: 3 }));
  now.streams[0]!.observer.next(event({ kind: "completed", text: "one two three", sequence: 3 }));
  await settled();
  expect(one.messages.visible.at(-1)).toMatchObject({ text: "one two three", state: "complete" });
});

test("a question that was cut off before the server answered is asked again under the same id", async () => {
  const one = chat((made) => {
    if (hubs.length > 0) {
      made.replies["Start"] = () =>
        conversation([message({ id: "m1", role: "visitor", text: "Shipping?" }), message({ id: "m2", number: 2, state: "streaming", replyTo: "m1", text: "4.90", sequence: 1 })]);
    }
  });
  await asked(one);
  hub().lose();
  await settled();
  const questions = called("Ask").map(([, request]) => (request as { clientMessageId: string }).clientMessageId);
  expect(questions).toHaveLength(2);
  expect(questions[0]).toBe(questions[1]);
  expect(texts(one)).toEqual(["visitor: Shipping?", "assistant:  (streaming)"]);

  hub().streams[0]!.observer.next(event({ kind: "started", visitorMessageId: "m1" }));
  hub().streams[0]!.observer.next(event({ text: "4.90", sequence: 1 }));
  hub().streams[0]!.observer.next(event({ kind: "completed", text: "4.90", sequence: 1 }));
  await settled();
  expect(texts(one)).toEqual(["visitor: Shipping?", "assistant: 4.90"]);
});

test("a refused question is taken back, with the seconds to wait", async () => {
  const one = chat();
  await asked(one);
  hub().streams[0]!.observer.error(new Error(`HubException: {"code":"rate_limited","detail":"Wait.","retryAfterSeconds":7}`));
  await settled();
  expect(texts(one)).toEqual([]);
  expect(seen.refused).toEqual([["rate_limited", "Shipping?"]]);
});

test("while a person handles the conversation a question waits for no answer", async () => {
  const waiting = { conversationId: "c1", by: "agent" as const, agent: "Anna" };
  const one = chat((made) => {
    made.replies["Start"] = () => conversation(called("Ask").length > 0 ? [message({ role: "visitor", text: "Are you there?" })] : [], { handling: waiting });
  });
  await asked(one, "Are you there?");
  expect(texts(one)).toEqual(["visitor: Are you there?"]);
  hub().streams[0]!.observer.complete();
  await settled();
  expect(one.messages.visible.map(({ id, local }) => [id, local])).toEqual([["m1", false]]);
});

test("an agent's message is shown once, however often it is told", async () => {
  const one = chat();
  await asked(one);
  hub().say("MessageAdded", message({ id: "m9", number: 9, role: "agent", author: "Anna", text: "I am Anna." }));
  hub().say("MessageAdded", message({ id: "m9", number: 9, role: "agent", author: "Anna", text: "I am Anna." }));
  expect(texts(one).filter((text) => text.startsWith("agent"))).toEqual(["agent: I am Anna."]);
  expect(seen.arrived).toEqual(["I am Anna."]);
});

test("messages of the other side count as unread until they are looked at", async () => {
  const memory = new Memory("test");
  memory.conversationId = "c1";
  const one = chat((made) => {
    made.replies["Start"] = () =>
      conversation([message({ role: "visitor", text: "Hello" }), message({ id: "m2", number: 2, text: "Hi" }), message({ id: "m3", number: 3, role: "agent", text: "I am Anna." })], { seen: 2 });
  });
  one.memory.conversationId = "c1";
  await one.connect();
  expect(one.unread).toBe(1);
  one.look();
  await settled();
  expect(one.unread).toBe(0);
  expect(called("Seen")).toEqual([["Seen", "c1", 3]]);
});

test("an answer that another page asked for is shown and followed here", async () => {
  const one = chat((made) => {
    made.replies["Start"] = () =>
      conversation(called("Start").length > 1 ? [message({ role: "visitor", text: "Hello" }), message({ id: "m2", number: 2, state: "streaming", text: "Go", sequence: 1, replyTo: "m1" })] : []);
  });
  one.memory.conversationId = "c1";
  await one.connect();
  hub().say("AnswerStarted", "m2");
  await settled();
  expect(called("Resume")).toEqual([["Resume", "m2", 1]]);
  hub().streams[0]!.observer.next(event({ kind: "completed", text: "Good day", sequence: 2 }));
  await settled();
  expect(texts(one)).toEqual(["visitor: Hello", "assistant: Good day"]);
});

test("a stop before the answer has an id is sent as soon as it has one", async () => {
  const one = chat();
  await asked(one);
  await one.stop();
  expect(called("Stop")).toEqual([]);
  hub().streams[0]!.observer.next(event({ kind: "started", visitorMessageId: "m1" }));
  await settled();
  expect(called("Stop")).toEqual([["Stop", "m2"]]);
});

test("a regenerated answer takes the place of the old one, and a refusal brings the old one back", async () => {
  const one = chat((made) => {
    made.replies["Start"] = () => conversation([message({ role: "visitor", text: "Hello" }), message({ id: "m2", number: 2, text: "Hi", replyTo: "m1" })]);
  });
  one.memory.conversationId = "c1";
  await one.connect();
  void one.regenerate(one.messages.visible[1]!);
  await settled();
  expect(texts(one)).toEqual(["visitor: Hello", "assistant:  (streaming)"]);
  hub().streams[0]!.observer.error(new Error(`{"code":"busy","detail":"Busy."}`));
  await settled();
  expect(texts(one)).toEqual(["visitor: Hello", "assistant: Hi"]);
  expect(seen.refused).toEqual([["busy", null]]);
});

test("what was on its way for a conversation that was left comes to nothing", async () => {
  const one = chat();
  await asked(one);
  hub().streams[0]!.observer.next(event({ kind: "started", visitorMessageId: "m1" }));
  await settled();
  one.begin();
  hub().streams[0]!.observer.next(event({ text: "late", sequence: 1 }));
  await settled();
  expect(texts(one)).toEqual([]);
  await asked(one, "Another");
  expect(texts(one)[0]).toBe("visitor: Another");
});

test("a page that wakes up finds a dead socket and connects at once", async () => {
  const one = chat((made) => {
    made.replies["Start"] = () => (hubs.length === 1 && called("Start").length > 1 ? new Promise(() => {}) : conversation());
  });
  one.memory.conversationId = "c1";
  await one.connect();
  void one.wake();
  await vi.advanceTimersByTimeAsync(4100);
  expect(hubs).toHaveLength(2);
  expect(hub().state).toBe("Connected");
});
