// The console against the real server: every page that changes something, by real clicks.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { faultsOf } from "./axe.mjs";
import { consoleStage, skip } from "./console-stage.mjs";
import { expect } from "./expect.mjs";
import { visitorOf } from "./socket.mjs";
import { client } from "./week.mjs";

const here = consoleStage();
const on = { skip, timeout: 60_000 };

/** A page of the console by its address; axe looks at it. */
async function go(place) {
  await here.page.goto(`${here.url}/console/#/${place}`);
  await here.page.getByRole("heading", { level: 1 }).waitFor();
}

const button = (name, within = here.page) => within.getByRole("button", { name, exact: true });
const field = (name, within = here.page) => within.getByLabel(name, { exact: true });
const dialog = () => here.page.getByRole("dialog");
const row = (text) => here.page.getByRole("row").filter({ hasText: text }).first();
const told = (text) => here.page.getByText(text).first().waitFor();
const sound = async (what) => assert.deepEqual(await faultsOf(here.page), [], what);

test("a wrong key is refused, and the right one opens the console under its name", on, async () => {
  await here.page.goto(`${here.url}/console/`);
  await field("Agent key").fill("al_wrong");
  await button("Open the console").click();
  await told("The key is not the right one.");
  await sound("the key page");
  await field("Agent key").fill(here.key);
  await button("Open the console").click();
  await here.page.getByRole("heading", { level: 1, name: "Review" }).waitFor();
  await here.page.locator("header").getByText("Alder & Finch").waitFor();
});

test("a key is made with the scopes that were chosen, rotated, and revoked", on, async () => {
  await go("keys");
  await button("New key").click();
  await field("Name", dialog()).fill("Nightly export");
  await dialog().getByLabel(/^review:/).uncheck();
  await dialog().getByLabel(/^feedback:/).uncheck();
  await field("Works", dialog()).selectOption("30");
  await sound("the dialog of a new key");
  await button("Make the key", dialog()).click();
  const made = await here.page.getByLabel("the key", { exact: true }).innerText();
  const me = await client(here.url, made)("/api/me");
  assert.deepEqual([me.name, me.role, me.scopes], ["Nightly export", "agent", ["chat", "read"]]);
  await row("Nightly export").getByText(/^until /).waitFor();

  await button("Rotate Nightly export").click();
  await button("Rotate", dialog()).click();
  await expect(async () => (await here.page.getByLabel("the key", { exact: true }).innerText()) !== made, "another key");
  const next = await here.page.getByLabel("the key", { exact: true }).innerText();
  assert.equal((await client(here.url, next)("/api/me")).name, "Nightly export");
  await here.page.getByLabel("Put it away").click();

  await here.page.getByRole("button", { name: "Revoke Nightly export" }).first().click();
  await dialog().getByLabel(/^Type/).fill("Nightly export");
  await button("Revoke", dialog()).click();
  await told("Nightly export is revoked.");
  await assert.rejects(client(here.url, next)("/api/me"), /401/);
  await sound("keys");
});

test("a site is added, embedded, given a secret and disabled", on, async () => {
  await go("sites");
  await button("New site").click();
  await field("Name", dialog()).fill("Help pages");
  await dialog().getByLabel("Origins, one a line").fill("https://help.alder-finch.example/\nhttps://help2.alder-finch.example");
  await sound("the dialog of a new site");
  await button("Save", dialog()).click();
  await told("Help pages is added.");
  await row("Help pages").getByText("https://help2.alder-finch.example").waitFor();
  await button("Embed Help pages").click();
  const tag = await here.page.getByLabel("the tag", { exact: true }).innerText();
  const { items } = await here.ask("/api/sites?search=Help");
  assert.equal(tag, `<script src="${here.url}/widget.js" data-site="${items[0].key}" async></script>`);
  await here.page.keyboard.press("Escape");
  await button("Secret of Help pages").click();
  await button("Show it", dialog()).click();
  const secret = await here.page.getByLabel("the secret", { exact: true }).innerText();
  await button("Make a new one", dialog()).click();
  await told("The secret before it is taken until");
  assert.notEqual(await here.page.getByLabel("the secret", { exact: true }).innerText(), secret);
  await sound("the dialog of a site's secret");
  await here.page.keyboard.press("Escape");
  await button("Disable Help pages").click();
  await dialog().getByLabel(/^Type/).fill("Help pages");
  await button("Disable", dialog()).click();
  await row("Help pages").getByText("disabled").waitFor();
  await button("Enable Help pages").click();
  await button("Disable Help pages").waitFor();
});

test("a webhook is added with its secret, edited and removed; what is not delivered is told", on, async () => {
  await go("webhooks");
  await button("New webhook").click();
  await field("Address", dialog()).fill("https://hooks.example/new");
  await field("run.ended", dialog()).check();
  await sound("the dialog of a new webhook");
  await button("Add", dialog()).click();
  const secret = await here.page.getByLabel("the secret", { exact: true }).innerText();
  await here.page.getByLabel("Put it away").click();
  await button("Edit https://hooks.example/new").click();
  await field("quota.near", dialog()).check();
  await dialog().getByLabel(/^Disabled/).check();
  await button("Save", dialog()).click();
  await row("https://hooks.example/new").getByText("disabled").waitFor();
  await row("https://hooks.example/new").getByText("run.ended, quota.near").waitFor();
  await button("New secret of https://hooks.example/new").click();
  await button("Make it", dialog()).click();
  await expect(async () => (await here.page.getByLabel("the secret", { exact: true }).innerText()) !== secret, "another secret");
  await button("Remove https://hooks.example/new").click();
  await button("Remove", dialog()).click();
  await expect(async () => (await row("https://hooks.example/new").count()) === 0);
  await field("State").selectOption("pending");
  await here.page.getByText("Connection refused").first().waitFor();
  await sound("webhooks");
});

test("limits, retention and prices are saved, and a wrong one is refused in words", on, async () => {
  await go("limits");
  await field("Answers per day").fill("0");
  await button("Save limits").click();
  await told("answersPerDay must be above 0");
  await field("Answers per day").fill("1500");
  await field("Answers per month").fill("");
  await button("Save limits").click();
  await told("Limits saved.");
  await field("Conversation days").fill("90");
  await button("Save retention").click();
  await told("Retention saved.");
  await field("Prompt per million").fill("0.55");
  await button("Save prices").click();
  await told("Prices saved.");
  const { limits } = await here.ask("/api/limits");
  assert.deepEqual([limits.answersPerDay, limits.answersPerMonth, limits.visitorPerMinute], [1500, null, 120]);
  assert.deepEqual(await here.ask("/api/retention"), { conversationDays: 90 });
  assert.equal((await here.ask("/api/prices")).promptPerMillion, 0.55);
  await sound("limits");
});

test("usage tells the day's answers, tokens and cost", on, async () => {
  const { answers } = await here.ask("/api/usage");
  await go("usage");
  await expect(async () => Number(await here.page.locator("dt:text-is('Answers') + dd").innerText()) >= answers);
  await here.page.getByRole("rowheader", { name: new Date().toISOString().slice(0, 10) }).first().waitFor();
  await sound("usage");
});

test("the glossary is tried beside what holds now, saved, and an earlier revision is taken up again", on, async () => {
  await go("business/glossary");
  const box = field("Glossary, YAML");
  await expect(async () => (await box.inputValue()).includes("club card"));
  const before = await box.inputValue();
  await box.fill("- term: [");
  await button("Save").click();
  await here.page.locator("form .error").filter({ hasText: "glossary" }).waitFor();
  await box.fill(`${before}- term: period\n  meaning: the time for a return\n  preferred: calendar days\n  avoid: [days]\n`);
  await field("A visitor asks").fill("How long can I return an item?");
  await button("Preview").click();
  await here.page.locator(".difference ins").first().waitFor();
  await told("Put right or wrong:");
  await sound("the preview");
  await button("Save").click();
  await told("Saved. The next answer follows it.");
  await told("Revision 3");
  await here.page.getByText("Revisions (3)").click();
  await here.page.getByRole("button", { name: /^Take it up again ?, revision 1$/ }).click();
  await expect(async () => !(await box.inputValue()).includes("Finch points"));
  await button("Save").click();
  await expect(async () => (await here.ask("/api/business/glossary")).revision === 4);
});

test("a style is saved as a staged version", on, async () => {
  await go("business/styles");
  await field("Style").selectOption("friendly");
  await field("Save as").fill("curt");
  await field("Template, YAML").fill('name: curt\ninstruction: "Tone: curt."\n');
  await button("Save").click();
  await told(/Saved as version \d+, which serves once it is promoted/);
  await sound("styles");
});

test("a visitor who asks for a person is seen at once, answered, and given back", on, async () => {
  await go("inbox");
  const waiting = here.page.getByRole("list", { name: "Conversations" }).getByRole("link");
  await waiting.filter({ hasText: "address of my order" }).waitFor();
  assert.equal(await waiting.filter({ hasText: "gift card" }).count(), 0);
  const visitor = await visitorOf(here.url, "emil-1");
  const heard = [];
  visitor.hub.on("MessageAdded", (message) => heard.push(message));
  visitor.hub.on("TypingChanged", (change) => heard.push(change));
  await visitor.ask("Is the greenhouse heated?");
  await visitor.handOver("I want to be sure");
  await waiting.filter({ hasText: "greenhouse heated" }).click();
  await here.page.getByText("The visitor waits for a person.").waitFor();
  await button("Take over").click();
  await visitor.hub.invoke("Typing", visitor.conversationId, true);
  await here.page.getByText("The visitor is writing…").waitFor();
  await field("Your message").fill("It is not, but");
  await expect(() => heard.some(({ who, typing }) => who === "agent" && typing), "the visitor to see the agent type");
  await field("Your message").fill("It is not, but a small heater fits.");
  await button("Send").click();
  await expect(() => heard.some(({ role, text }) => role === "agent" && text === "It is not, but a small heater fits."), "the visitor to hear the agent");
  await field("Your message").and(here.page.locator(":text-is('')")).waitFor({ state: "attached" });
  await visitor.say("Thank you!");
  await here.page.getByRole("list", { name: "Messages" }).getByText("Thank you!").waitFor();
  await sound("the inbox");
  await button("Give it back").click();
  await here.page.getByText("The assistant answers.").waitFor();
  await visitor.satisfied(4);
  await visitor.end();
});

test("an answer's trace tells what was found and shown to the model, and a label is put on and taken off", on, async () => {
  const talk = (await here.ask("/api/conversations?search=return&sort=createdAt")).items[0].id;
  await go(`conversations/${talk}`);
  await button("Trace").first().click();
  const trace = here.page.getByRole("region", { name: "Trace of the answer" });
  await trace.getByRole("row").nth(1).waitFor();
  await trace.getByText("The prompt").click();
  await trace.getByLabel("The prompt").waitFor();
  assert.match(await trace.innerText(), /\d+ tokens/);
  await sound("the trace");
  await button("Correct or flag").first().click();
  await field("Flag as").selectOption("unsafe");
  await here.page.getByLabel("Take the label unsafe off").click();
  await told("No longer labelled unsafe.");
  await expect(async () => (await here.page.getByLabel("Take the label unsafe off").count()) === 0);
});

test("a correction is compared word by word, saved, and leaves the queue", on, async () => {
  await go("review");
  const article = here.page.getByRole("article", { name: "The answer under review" });
  const question = await article.getByRole("heading", { level: 2 }).innerText();
  const box = field("The right answer");
  await box.fill(`${await box.inputValue()} Ask us for more.`);
  await article.locator(".difference ins").filter({ hasText: "Ask us for more." }).waitFor();
  await sound("the review");
  await button("Save correction").click();
  await told("Saved. It will be part of the next training run.");
  await expect(async () => (await article.getByRole("heading", { level: 2 }).innerText()) !== question);
});

test("a comparison is blind until the choice", on, async () => {
  await go("comparison");
  const pair = here.page.getByRole("article", { name: "Two answers to one question" });
  await pair.getByRole("heading", { level: 2 }).waitFor();
  assert.doesNotMatch(await pair.innerText(), /version \d/);
  await sound("the comparison");
  await pair.getByRole("button", { name: /^A is better/ }).click();
  await pair.getByText("You chose: a is better.").waitFor();
  assert.deepEqual((await pair.innerText()).match(/version \d/g).sort(), ["version 1", "version 2"]);
});

test("an experiment is stopped and started, a version promoted and rolled back, each with its reason", on, async () => {
  await go("versions");
  await button("Stop").click();
  await dialog().getByLabel(/^Reason/).fill("seen enough");
  await sound("the dialog that asks why");
  await button("Stop the experiment", dialog()).click();
  await told(/Experiment \d+ is stopped\./);
  await field("Version").selectOption("3");
  await field("Share in percent").fill("5");
  await button("Start").click();
  await told("Version 3 answers 5 % of the visitors from their next message on.");
  await button("Stop").click();
  await button("Stop the experiment", dialog()).click();
  await button("Promote version 3").click();
  await dialog().getByLabel(/^Reason/).fill("it reads better");
  await button("Promote version 3", dialog()).click();
  await told("Version 3 answers from the next message on.");
  assert.equal((await here.ask("/api/versions?status=serving")).items[0].number, 3);
  await button("Roll back").click();
  await button("Roll back", dialog()).click();
  await expect(async () => (await here.ask("/api/versions?status=serving")).items[0].number === 1);
  await sound("versions");
});

test("a visitor is erased after a trial, and the audit log has every deed in one chain", on, async () => {
  await go("erase");
  await field("Visitor's id").fill("anna-1041");
  await button("See what goes").click();
  await told(/^1 conversation, /);
  await button("Erase…").click();
  await dialog().getByLabel(/^Type/).fill("anna-1041");
  await sound("the dialog that erases");
  await button("Erase", dialog()).click();
  await told("The visitor is erased.");
  await here.page.getByRole("region", { name: "Erasures" }).getByRole("row").nth(1).waitFor();
  await go("audit");
  await field("What").selectOption("visitor.");
  await here.page.getByText("visitor.erased").first().waitFor();
  await field("What").selectOption("site.");
  await here.page.getByText("site.secret-shown").first().waitFor();
  await here.page.getByRole("button", { name: "Check the log" }).click();
  await told("The log is whole.");
  await sound("the audit log");
});

test("a key of an agent is offered no page that it cannot use", on, async () => {
  const { key } = await here.ask("/api/keys", { name: "Bo", role: "agent" });
  await button("Sign out").click();
  await field("Agent key").fill(key);
  await button("Open the console").click();
  await here.page.locator("header").getByText("Bo, agent").waitFor();
  const names = await here.page.getByRole("navigation").getByRole("link").allInnerTexts();
  assert.deepEqual(names.filter((name) => ["Inbox", "Keys", "Sites", "Audit", "Erase a visitor"].includes(name)), ["Inbox"]);
});

test("no page had an error", on, () => assert.deepEqual(here.errors, []));
