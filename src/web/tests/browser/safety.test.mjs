import { strict as assert } from "node:assert";
import { test } from "node:test";
import { vectors } from "../vectors.mjs";
import { site } from "../fake-server.mjs";
import { expect } from "./expect.mjs";
import { cancelling, cited, noBrowser, stage } from "./stage.mjs";

const here = stage();
const skip = noBrowser;

/** What a page asks of the network, as the browser itself reports it. */
async function watched(visitor) {
  const session = await visitor.page.context().newCDPSession(visitor.page);
  const asked = [];
  await session.send("Network.enable");
  session.on("Network.requestWillBeSent", ({ request }) => asked.push(request.url));
  session.on("Network.webSocketCreated", ({ url }) => asked.push(url));
  return asked;
}

test("the vectors are live: a page that takes them for mark-up is taken over", { skip }, async () => {
  const visitor = await here.visit();
  const asked = await watched(visitor);
  visitor.page.on("dialog", (dialog) => dialog.dismiss());
  await visitor.page.evaluate((all) => all.forEach((vector) => (document.body.appendChild(document.createElement("div")).innerHTML = vector)), vectors);
  await expect(async () => (await visitor.page.evaluate(() => window.__pwned)) === 1);
  await expect(() => asked.some((url) => url.includes("evil.test")));
});

test("no vector runs or loads anything in a real browser, wherever a server could put it", { skip }, async () => {
  const visitor = await here.visit();
  await visitor.open();
  const asked = await watched(visitor);
  visitor.page.on("dialog", (dialog) => dialog.dismiss());
  here.server.answer = () => ({ text: "Ready." });
  await visitor.ask("Go");
  const conversation = here.server.last;
  for (let from = 0; from < vectors.length; from += 60) {
    const some = vectors.slice(from, from + 60);
    const citations = some.map((vector, at) => ({ number: at + 1, title: vector, text: vector, path: vector, anchor: vector, passageId: vector, source: vector }));
    const actions = some.slice(0, 20).map((vector) => ({ ...cancelling, title: vector, fields: [{ label: vector, value: vector }] }));
    here.server.answer = () => ({ pieces: [some.join("\n\n"), "\n\n", some.map((_, at) => `[${at + 1}]`).join(" ")], citations, actions });
    await visitor.ask(`Vectors from ${from}`);
    some.forEach((vector, at) => here.server.agentSays(conversation, vector, vector, at % 2 === 0 ? "agent" : "note"));
    await visitor.page.evaluate(() => {
      const root = document.querySelector("assistant-loop-chat").shadowRoot;
      root.querySelectorAll("details").forEach((source) => (source.open = true));
      root.querySelectorAll("button.link").forEach((link) => link.click());
      root.querySelectorAll(".body *, .who *").forEach((element) => ["mouseover", "pointerenter", "focus", "wheel"].forEach((name) => element.dispatchEvent(new Event(name, { bubbles: true }))));
    });
  }
  await visitor.page.waitForTimeout(300);
  assert.equal(await visitor.page.evaluate(() => window.__pwned), undefined);
  assert.deepEqual(asked, []);
  assert.equal(await visitor.page.evaluate(() => document.querySelector("assistant-loop-chat").shadowRoot.querySelectorAll("img, script, iframe, object, embed, link, style, meta, base, video, audio, form[action], [style], [srcdoc], [onerror], [onload]").length), 0);
});

test("no vector runs or loads anything as welcome, suggestion, name or theme of a business", { skip }, async () => {
  const hostile = vectors.filter((_, at) => at % 7 === 0);
  const visitor = await here.visit({
    server: { welcome: vectors.join("\n\n"), suggestions: hostile, business: hostile[3], assistant: hostile[9], theme: Object.fromEntries(hostile.map((vector, at) => [`paper${"abcdefghij"[at % 10]}`, vector]).concat([["accent", "url(https://evil.test/a)"], ["paper", "red;background:url(https://evil.test/b)"]])) },
  });
  const asked = await watched(visitor);
  await visitor.open();
  await visitor.page.waitForTimeout(200);
  assert.equal(await visitor.page.evaluate(() => window.__pwned), undefined);
  assert.deepEqual(asked.filter((url) => !url.includes(`:${here.server.port}/`)), []);
  Object.assign(here.server.site, site);
});

test("a page with a strict Content-Security-Policy reports no violation, and everything works", { skip }, async () => {
  const { url, port } = here.server;
  const policy = `default-src 'none'; script-src ${url}; connect-src ${url} ws://127.0.0.1:${port}; style-src 'none'; img-src 'none'; font-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
  const violations = [];
  // Without the stand-in icon of other tests, and with the browser's own reports.
  here.server.pages.set("/strict", {
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Strict</title></head><body><main><h1>Strict</h1></main><script src="${url}/widget.js" data-site="demo-key"></script></body></html>`,
    headers: { "content-security-policy": policy },
  });
  const visitor = await here.visit({ server: { theme: { accent: "#5a2ca0" } } });
  visitor.page.on("console", (message) => /Content Security Policy|Trusted/i.test(message.text()) && !/favicon/.test(message.text()) && violations.push(message.text()));
  await visitor.page.addInitScript(() => document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => console.log(`Content Security Policy: ${violatedDirective} ${blockedURI}`)));
  await visitor.page.goto(`${url}/strict`);
  here.server.answer = () => ({ ...cited, actions: [cancelling] });
  await visitor.open();
  await visitor.ask("How much is shipping?");
  await visitor.last.locator(".mark").first().click();
  await visitor.last.getByText("our page").click();
  await visitor.last.getByLabel("Bad answer").click();
  await visitor.last.getByRole("button", { name: "Skip" }).click();
  await visitor.page.getByRole("button", { name: "Talk to a person" }).click();
  await expect(async () => (await visitor.page.locator("header").getAttribute("data-by")) === "waiting");
  assert.equal(await visitor.page.locator(".launcher").evaluate((button) => getComputedStyle(button).backgroundColor), "rgb(90, 44, 160)");
  assert.equal(await visitor.panel.evaluate((panel) => getComputedStyle(panel).borderTopLeftRadius), "18px");
  assert.deepEqual(violations, []);
  assert.deepEqual(visitor.errors, []);
  Object.assign(here.server.site, site);
});

test("a link opens only after it was shown where it leads, and tells the other page nothing", { skip }, async () => {
  const visitor = await here.visit();
  here.server.answer = () => ({ text: "See [your bank](https://evil.test/login)." });
  await visitor.open();
  await visitor.ask("Where?");
  const asked = await watched(visitor);
  await visitor.last.getByText("your bank").click();
  await visitor.last.getByText("https://evil.test/login").waitFor();
  assert.deepEqual(asked, []);
  const link = visitor.last.getByRole("link", { name: /Open/ });
  assert.equal(await link.getAttribute("rel"), "noopener noreferrer nofollow");
  assert.equal(await link.getAttribute("target"), "_blank");
});
