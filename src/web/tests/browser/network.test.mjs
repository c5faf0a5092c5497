import { strict as assert } from "node:assert";
import { test } from "node:test";
import { expect } from "./expect.mjs";
import { noBrowser, stage } from "./stage.mjs";

const here = stage();
const skip = noBrowser;
const words = Array.from({ length: 300 }, (_, at) => `w${at} `);
const whole = words.join("").trim();
const body = (visitor) => visitor.last.locator(".body").innerText();

test("an answer goes on over twenty lost connections, with no gap and no duplicate", { skip }, async () => {
  const visitor = await here.visit();
  let dropped;
  here.server.answer = () => ({ pieces: words, delay: 4, hold: new Promise((resolve) => (dropped = resolve)) });
  await visitor.open();
  await visitor.send("Go");
  await expect(async () => (await body(visitor)).length > 5);
  for (let drop = 1; drop <= 20; drop++) {
    here.server.drop();
    await expect(() => here.server.calls.filter(([name]) => name === "Resume").length >= drop, `resume ${drop}`);
  }
  dropped();
  await visitor.ended();
  assert.equal(await body(visitor), whole);
  assert.equal(await visitor.messages.count(), 2);
});

test("a reload in the middle of an answer shows it to its end", { skip }, async () => {
  const visitor = await here.visit();
  here.server.answer = () => ({ pieces: words, delay: 4 });
  await visitor.open();
  await visitor.send("Go");
  await expect(async () => (await body(visitor)).length > 20);
  await visitor.page.reload();
  await visitor.ended();
  assert.equal(await body(visitor), whole);
  assert.equal(await visitor.messages.count(), 2);
});

test("a lost network is told, and a phone that wakes up connects at once and catches up", { skip }, async () => {
  const visitor = await here.visit();
  here.server.answer = () => ({ text: "Yes." });
  await visitor.open();
  await visitor.ask("Hello");
  here.server.offline = true;
  here.server.drop();
  await visitor.page.locator(".notice", { hasText: "Connection lost" }).waitFor();
  // Long enough asleep that the next try of its own would come in several seconds.
  await visitor.page.waitForTimeout(3500);
  here.server.agentSays(here.server.last, "I wrote meanwhile.");
  here.server.offline = false;
  const woken = Date.now();
  await visitor.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await visitor.page.getByText("I wrote meanwhile.").waitFor();
  assert.ok(Date.now() - woken < 1500, "it waited for its own next try");
  assert.equal(await visitor.messages.count(), 3);
  assert.equal(await visitor.page.locator(".notice").isHidden(), true);
});

test("a question that is sent while the network is gone is answered when it is back, once", { skip }, async () => {
  const visitor = await here.visit();
  here.server.answer = (question) => ({ text: `You said: ${question}` });
  await visitor.open();
  await visitor.ask("Hello");
  here.server.offline = true;
  here.server.drop();
  await visitor.send("Still there?");
  await visitor.page.waitForTimeout(300);
  here.server.offline = false;
  await visitor.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(async () => (await body(visitor)) === "You said: Still there?");
  assert.equal(await visitor.messages.count(), 4);
  assert.equal(here.server.last.messages.length, 4);
});

test("two tabs of one conversation show the same, and begin a new one together", { skip }, async () => {
  const one = await here.visit();
  here.server.answer = (question) => ({ text: `You said: ${question}`, delay: 20 });
  await one.open();
  await one.ask("First");
  const two = await here.visit({ context: one.page.context() });
  await expect(async () => (await two.answers.count()) === 1);
  await one.ask("Second");
  await expect(async () => (await two.answers.count()) === 2);
  await two.ended();
  assert.equal(await body(two), "You said: Second");
  await two.ask("Third");
  await expect(async () => (await one.answers.count()) === 3);
  await one.ended();
  assert.equal(await one.messages.count(), 6);

  await one.page.getByLabel("New conversation").click();
  await expect(async () => (await two.messages.count()) === 0);
});

test("nothing is kept and nobody is connected before the chat is opened; no cookie ever", { skip }, async () => {
  const visitor = await here.visit();
  // Of this page alone: those of other tests' pages come and go.
  const sockets = [];
  visitor.page.on("websocket", (socket) => sockets.push(socket.url()));
  await visitor.page.reload();
  await visitor.page.waitForTimeout(200);
  assert.equal(await visitor.page.evaluate(() => localStorage.length), 0);
  assert.deepEqual(sockets, []);
  here.server.answer = () => ({ text: "Yes." });
  await visitor.open();
  await visitor.ask("Hello");
  assert.equal(sockets.length, 1);
  assert.deepEqual(await visitor.page.context().cookies(), []);
  assert.ok((await visitor.page.evaluate(() => localStorage.length)) > 0);
});

test("a browser that forbids storage chats all the same", { skip }, async () => {
  const visitor = await here.visit({
    page: { head: `<script>Object.defineProperty(window, "localStorage", { get() { throw new DOMException("Forbidden.", "SecurityError"); } });</script>` },
  });
  here.server.answer = () => ({ text: "Yes." });
  await visitor.open();
  assert.equal(await visitor.ask("Hello"), "Yes.");
  here.server.drop();
  assert.equal(await visitor.ask("Again"), "Yes.");
  assert.equal(await visitor.messages.count(), 4);
  assert.deepEqual(visitor.errors, []);
});

test("a server that cannot be reached when the chat opens can be tried again", { skip }, async () => {
  const visitor = await here.visit();
  here.server.offline = true;
  await visitor.launcher.click();
  await visitor.page.getByText("The assistant cannot be reached").waitFor();
  here.server.offline = false;
  await visitor.page.getByRole("button", { name: "Try again" }).click();
  await visitor.page.locator(".welcome").waitFor();
});
