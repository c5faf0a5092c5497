// Looks at every page of the console in Chromium, on a desk and on a phone, light and dark: axe-core's findings, errors of the
// page, and a picture each. Needs a running server:  node tests/browser/shoot.mjs URL KEY-FILE OUT-FOLDER [PAGE…]
// The server should have been started with --webhook-private-hosts 127.0.0.1:9 on the data of `demo loop` (DATA/demo/loop).
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { launch } from "./chromium.mjs";
import { faultsOf } from "./axe.mjs";
import { visitorOf } from "./socket.mjs";
import { client, fill } from "./week.mjs";

const [url, keyFile, out, ...only] = process.argv.slice(2);
if (out === undefined) {
  console.error("usage: node tests/browser/shoot.mjs URL KEY-FILE OUT-FOLDER [PAGE…]");
  process.exit(2);
}
const most = 150_000;
const key = readFileSync(keyFile, "utf8").trim();
const ask = client(url, key);
await fill(ask, url, { hook: "http://127.0.0.1:9/hook" });
mkdirSync(out, { recursive: true });
const first = async (list) => (await ask(list)).items[0];
const talk = await first("/api/conversations?search=parcel&sort=createdAt");
const run = await first("/api/runs?sort=-createdAt");
const set = await first("/api/data-sets?sort=-createdAt");
// Somebody waits for a person, on a page that is open.
const waiting = await visitorOf(url, "fay-9");
await waiting.ask("Can you deliver on a Saturday?");
await waiting.handOver("I am never at home in the week");

const button = (page, name) => page.getByRole("button", { name, exact: true });
/** Each page: its name, its address, and what is done on it before it is looked at. */
const pages = [
  ["key", null],
  ["inbox", `inbox/${waiting.conversationId}`, (page) => page.getByText("The visitor waits for a person.").waitFor()],
  ["conversations", "conversations?search=shop"],
  ["conversation", `conversations/${talk.id}`, async (page) => {
    await button(page, "Trace").first().click();
    await page.getByText("Passages, as the search").waitFor();
  }],
  ["review", "review?label=off-brand", async (page) => {
    const box = page.getByLabel("The right answer", { exact: true });
    await box.fill((await box.inputValue()).replace(" Anything else?", " You get free shipping with it."));
    await page.evaluate(() => scrollTo(0, 200));
  }],
  ["feedback", "feedback"],
  ["comparison", "comparison"],
  ["gaps", "gaps"],
  ["documents", "documents"],
  ["business", "business/glossary", async (page) => {
    const box = page.getByLabel("Glossary, YAML", { exact: true });
    await box.fill(`${await box.inputValue()}- term: period\n  meaning: the time for a return\n  preferred: calendar days\n  avoid: [days]\n`);
    await page.getByLabel("A visitor asks").fill("How long can I return an item?");
    await button(page, "Preview").click();
    await page.locator(".difference").waitFor();
  }],
  ["actions", "business/actions", (page) => page.getByRole("heading", { name: "Secrets" }).waitFor()],
  ["styles", "business/styles"],
  ["learning", "learning"],
  ...(run ? [["report", `learning/${run.id}`]] : []),
  ["data-sets", "data-sets"],
  ...(set ? [["data-set", `data-sets/${set.hash}`]] : []),
  ["versions", "versions"],
  ["drift", "drift"],
  ["usage", "usage"],
  ["keys", "keys"],
  ["key-new", "keys", async (page) => {
    await button(page, "New key").click();
    await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Nightly export");
  }],
  ["sites", "sites"],
  ["site-embed", "sites", (page) => button(page, "Embed Shop").click()],
  ["webhooks", "webhooks", async (page) => {
    await page.getByLabel("State", { exact: true }).selectOption("pending");
    await page.getByText("Connection refused").first().waitFor();
  }],
  ["limits", "limits"],
  ["audit", "audit", async (page) => {
    await button(page, "Check the log").click();
    await page.getByText("The log is whole.").waitFor();
  }],
  ["erase", "erase", async (page) => {
    await page.getByLabel("Visitor's id").fill("anna-1041");
    await button(page, "See what goes").click();
    await page.getByText("1 conversation,").waitFor();
  }],
].filter(([name]) => only.length === 0 || only.includes(name));
const looks = [["", 1280, 800, "light"], ["-phone", 390, 844, "light"], ["-dark", 1280, 800, "dark"]];
/** Pages that are looked at in the dark too, and those of which a phone's picture would show nothing new. */
const dark = ["conversation", "review", "usage", "key-new", "report"];
const pictured = ["conversation", "review", "usage"];
const plain = ["key", "actions", "styles", "report", "data-set", "data-sets", "drift", "gaps", "key-new", "site-embed", "feedback", "erase"];
const browser = await launch();
let [faults, looked] = [0, 0];
const fault = (text) => {
  faults++;
  console.log(text);
};
for (const [suffix, width, height, colorScheme] of looks) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
  for (const [name, place, act] of pages.filter(([name]) => colorScheme === "light" || dark.includes(name))) {
    looked++;
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("response", (reply) => reply.status() >= 400 && errors.push(`${reply.status()} ${reply.url()}`));
    if (place !== null) {
      await page.addInitScript((value) => window === window.top && sessionStorage.setItem("assistantloop-agent-key", value), key);
    }
    await page.goto(`${url}/console/#/${place ?? ""}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    try {
      await act?.(page);
    } catch (thrown) {
      fault(`${name}${suffix}: ${String(thrown.message).split("\n")[0]}`);
    }
    await page.waitForTimeout(600);
    for (const found of [...(await faultsOf(page)), ...errors]) {
      fault(`${name}${suffix}: ${found}`);
    }
    const wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    if (wide > 0) {
      fault(`${name}${suffix}: ${wide} pixels wider than the screen`);
    }
    if (colorScheme === "dark" ? pictured.includes(name) : suffix === "" || !plain.includes(name)) {
      const file = `${out}/console-${name}${suffix}.png`;
      await page.screenshot({ path: file });
      if (statSync(file).size > most) {
        fault(`${file}: ${statSync(file).size} bytes`);
      }
    }
    await page.close();
  }
  await context.close();
}
await waiting.hub.invoke("BackToAssistant", waiting.conversationId);
await waiting.end();
await browser.close();
console.log(`${looked} pages looked at, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
