import { afterEach, expect, test } from "vitest";
import { ErasePage } from "../console/access/erase-page";
import { KeysPage, type KeyRow } from "../console/access/keys-page";
import { LimitsPage, labelOf, valueOf } from "../console/access/limits-page";
import { SitesPage } from "../console/access/sites-page";
import { WebhooksPage } from "../console/access/webhooks-page";
import { BusinessPage } from "../console/business/business-page";
import { ComparisonPage } from "../console/comparison/comparison-page";
import { Trace } from "../console/conversation/trace";
import { UsagePage } from "../console/usage/usage-page";
import { wholeDays, type UsageDay } from "../console/usage/usage-days";
import { Rendered } from "./render";

let page: Rendered;
afterEach(() => page.end());

const at = "2026-01-01T00:00:00Z";
const keyRow = (over: Partial<KeyRow> = {}): KeyRow => ({ id: "k1", name: "Ada", role: "owner", scopes: ["read", "keys"], prefix: "al_9f", createdAt: at, expiresAt: null, lastUsedAt: null, revokedAt: null, ...over });

test("pages that a server has not say so", async () => {
  for (const [element, said] of [
    [<UsagePage />, "Usage is not available"], [<KeysPage />, "The list of keys is not available"], [<SitesPage />, "The list of sites is not available"],
    [<WebhooksPage />, "The list of webhooks is not available"], [<LimitsPage />, "Prices are not available"], [<BusinessPage id="rules" />, "The editor of rules is not available"],
    [<BusinessPage id="styles" />, "The editor of styles is not available"], [<Trace messageId="m" />, "Traces are not available"],
  ] as const) {
    page = await Rendered.of(element, () => undefined);
    expect(page.text).toContain(said);
    await page.end();
  }
  page = await Rendered.of(<p />);
});

test("a new key is shown once, and is put away", async () => {
  page = await Rendered.of(<KeysPage />, () => Rendered.list([keyRow()]));
  page.replies.set("/api/keys", { ...keyRow({ name: "Desk" }), key: "al_secret" });
  await page.click("New key");
  await page.set("Name", " Desk ");
  await page.set("Role", "agent");
  await page.check("review: ");
  await page.set("Works", "90");
  await page.confirm();
  expect(page.posted).toEqual([{ path: "/api/keys", body: { name: "Desk", role: "agent", scopes: ["chat", "read", "feedback"], expiresInDays: 90 } }]);
  expect(page.text).toContain("al_secret");
  await page.clickLabel("Put it away");
  expect(page.text).not.toContain("al_secret");
});

test("a key is revoked only after its name was typed, and a revoked one offers nothing", async () => {
  page = await Rendered.of(<KeysPage />, () => Rendered.list([keyRow(), keyRow({ id: "k2", name: "Old", revokedAt: at })]));
  expect([...page.host.querySelectorAll("tbody button")].map((button) => button.textContent)).toEqual(["Rotate Ada", "Revoke Ada"]);
  await page.click("Revoke Ada");
  expect(page.button("Revoke").disabled).toBe(true);
  await page.set("Type Ada", "Ada");
  await page.confirm();
  expect(page.posted).toEqual([{ path: "DELETE /api/keys/k1", body: undefined }]);
});

test("a site is embedded by its tag, and its lines become lists", async () => {
  const site = { id: "s1", key: "site_1", name: "Shop", allowedOrigins: ["https://a.example"], requiresIdentity: false, handOver: true, satisfaction: false, language: null, welcome: null, suggestions: null, embed: '<script data-site="site_1">' };
  page = await Rendered.of(<SitesPage />, () => Rendered.list([site]));
  await page.click("Edit Shop");
  await page.set("Origins", "https://a.example\n\n https://b.example ");
  await page.confirm();
  expect(page.posted).toEqual([{ path: "PUT /api/sites/s1", body: { name: "Shop", allowedOrigins: ["https://a.example", "https://b.example"], requiresIdentity: false, handOver: true, satisfaction: false, welcome: null, suggestions: null, theme: {}, language: null } }]);
  await page.click("Embed Shop");
  expect(page.text).toContain('<script data-site="site_1">');
  await page.clickLabel("Close");
  page.replies.set("/api/sites/s1/secret", { secret: "als_1", generation: 1, previousUntil: null });
  await page.click("Secret of Shop");
  expect(page.text).not.toContain("als_1");
  await page.click("Show it");
  expect(page.text).toContain("als_1");
});

test("what nobody took is tried again", async () => {
  const delivery = { id: "d1", event: "run.ended", state: "dead", attempts: 8, nextAt: null, lastStatus: 503, lastError: "busy", createdAt: at };
  page = await Rendered.of(<WebhooksPage />, (path) => (path.includes("deliveries") ? { items: [delivery], next: null } : Rendered.list([])));
  expect(page.asked).toContain("/api/webhooks/deliveries?limit=50&pageSize=25&state=dead");
  expect(page.text).toContain("503: busy");
  await page.click("Try again run.ended");
  expect(page.posted).toEqual([{ path: "/api/webhooks/deliveries/d1/retry", body: {} }]);
});

test("a webhook is added with its secret, shown once, and edited", async () => {
  const hook = { id: "w1", url: "https://a.example/", events: ["run.ended"], disabled: false, dropped: 0, previousSecretUntil: null, createdAt: at };
  page = await Rendered.of(<WebhooksPage />, (path) => (path.endsWith("/events") ? ["run.ended", "quota.near"] : path.includes("deliveries") ? { items: [], next: null } : Rendered.list([hook])));
  page.replies.set("/api/webhooks", { ...hook, secret: "alw_1" });
  await page.click("New webhook");
  await page.set("Address", "https://b.example");
  await page.check("quota.near");
  await page.confirm();
  expect(page.posted).toEqual([{ path: "/api/webhooks", body: { url: "https://b.example", events: ["quota.near"] } }]);
  expect(page.text).toContain("alw_1");
  await page.clickLabel("Put it away");
  expect(page.text).not.toContain("alw_1");
  await page.click("Edit https://a.example/");
  await page.check("Disabled: it is told nothing");
  await page.confirm();
  expect(page.posted.at(-1)).toEqual({ path: "PUT /api/webhooks/w1", body: { url: "https://a.example/", events: ["run.ended"], disabled: true } });
});

test("limits are saved in the kinds that the server gave, and no number is refused by name", async () => {
  page = await Rendered.of(<LimitsPage />, (path) => (path === "/api/limits" ? { limits: { answersPerDay: 100, note: "x", perVersion: { "1": 2 }, tokensPerMonth: null }, used: { answersToday: 7 } } : undefined));
  expect(page.text).toContain("Used so far: answers today 7.");
  await page.set("Answers per day", "many");
  await page.click("Save limits");
  expect(page.text).toContain("Answers per day must be a number; given: many");
  await page.set("Answers per day", "250");
  await page.set("Tokens per month", "1000000");
  await page.click("Save limits");
  expect(page.posted).toEqual([{ path: "PUT /api/limits", body: { answersPerDay: 250, note: "x", perVersion: { "1": 2 }, tokensPerMonth: 1_000_000 } }]);
  expect(labelOf("answersPerDay")).toBe("Answers per day");
  expect(valueOf("a", "", 3)).toBeNull();
});

test("a visitor is erased after a trial and only when the id was typed", async () => {
  page = await Rendered.of(<ErasePage />, () => ({ erasures: [], markedVersions: [] }));
  page.replies.set("/api/visitors/anna%2F1/erase", { visitor: "h", removed: { conversations: 2, ratings: 0 }, dataSets: [1], versions: [3], promoted: null, problem: null });
  await page.set("Visitor's id", "anna/1");
  await page.click("See what goes");
  expect(page.text).toContain("2 conversations; 1 data set, version 3.");
  await page.click("Erase…");
  expect(page.button("Erase").disabled).toBe(true);
  await page.set("Type anna/1", "anna/1");
  await page.confirm();
  expect(page.posted.map(({ body }) => body)).toEqual([{ policy: "retire", dryRun: true }, { policy: "retire", dryRun: false }]);
});

test("a choice is made blind by key, and the versions are told after it", async () => {
  page = await Rendered.of(<ComparisonPage />, () => [{ id: "c1", question: "How long?", a: "one", b: "two", createdAt: at }]);
  page.replies.set("/api/comparisons/c1/choice", { choice: "b", versionOfA: 7, versionOfB: 8 });
  expect(page.text).not.toContain("version");
  await page.set("Why", "kinder");
  await page.press("2");
  expect(page.posted).toEqual([{ path: "/api/comparisons/c1/choice", body: { choice: "b", reason: "kinder" } }]);
  expect(page.text).toContain("B, version 8");
  await page.press("1");
  expect(page.posted).toHaveLength(1);
  await page.click("Next");
  expect(page.text).toContain("Nothing waits to be compared");
});

test("content is edited beside a preview of both answers, and saved on its revision", async () => {
  page = await Rendered.of(<BusinessPage id="glossary" />, (path) => (path.endsWith("/history") ? [{ revision: 2, author: "Ada", at }] : path.includes("revision=2") ? { revision: 2, yaml: "old" } : { revision: 3, yaml: "glossary: []\n" }));
  page.replies.set("/api/preview", { now: { text: "the loyalty card" }, draft: { text: "the Finch Club", terms: [{ term: "Finch Club" }] } });
  expect(page.button("Save").disabled).toBe(true);
  await page.set("Glossary, YAML", "glossary: [x]\n");
  await page.set("A visitor asks", "What is it?");
  await page.click("Preview");
  expect([...page.host.querySelectorAll("del, ins")].map((piece) => piece.textContent)).toEqual(["loyalty card", "Finch Club"]);
  expect(page.text).toContain("Terms: Finch Club");
  await page.click("Take it up again, revision 2");
  expect(page.field("Glossary, YAML").value).toBe("old");
  await page.set("Glossary, YAML", "glossary: [x]\n");
  await page.click("Save");
  expect(page.posted.at(-1)).toEqual({ path: "PUT /api/business/glossary", body: { yaml: "glossary: [x]\n", after: 3 } });
});

test("usage adds up the versions of a day", async () => {
  const row = (day: string, version: number, over: Partial<UsageDay> = {}): UsageDay => ({
    day, version, answers: 2, promptTokens: 100, answerTokens: 10, firstTextMs: { median: 300, p95: 500 }, latencyMs: { median: 900, p95: 1500 }, cost: 0.5, ...over,
  });
  const days = [row("2026-01-02", 1), row("2026-01-01", 1, { cost: null }), row("2026-01-01", 2, { firstTextMs: { median: 300, p95: 800 } })];
  expect(wholeDays({ days })).toEqual([
    { day: "2026-01-01", answers: 4, prompt: 200, answer: 20, cost: 0.5, firstText: 800, latency: 1500 },
    { day: "2026-01-02", answers: 2, prompt: 100, answer: 10, cost: 0.5, firstText: 500, latency: 1500 },
  ]);
  expect(wholeDays({ days, from: "2025-12-31", to: "2026-01-03" }).map(({ day, answers }) => [day, answers])).toEqual([["2025-12-31", 0], ["2026-01-01", 4], ["2026-01-02", 2], ["2026-01-03", 0]]);
  page = await Rendered.of(<UsagePage />, () => ({ days, currency: "EUR", machineCost: 2 }));
  for (const shown of ["Answers6", "Tokens of prompts300", "Cost of tokens, EUR1.00", "Cost of the machine, EUR2.00", "no price"]) {
    expect(page.text).toContain(shown);
  }
});
