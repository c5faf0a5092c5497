// Looks at every page of the console in Chromium, on a desk and on a phone: axe-core's findings, errors of the page, and a
// picture each. Needs a running server:  node tests/browser/shoot.mjs URL KEY-FILE OUT-FOLDER [PAGE…]
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { fixtures } from "./fixtures.mjs";
import { client, fill } from "./week.mjs";

const [url, keyFile, out, ...only] = process.argv.slice(2);
if (out === undefined) {
  console.error("usage: node tests/browser/shoot.mjs URL KEY-FILE OUT-FOLDER [PAGE…]");
  process.exit(2);
}
const key = readFileSync(keyFile, "utf8").trim();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ask = client(url, key);
await fill(ask);
mkdirSync(out, { recursive: true });
const talk = (await ask("/api/conversations?search=return&sort=createdAt")).items[0].id;
const pages = [
  ["inbox", "inbox"], ["conversations", "conversations"], ["conversation", `conversations/${talk}`], ["review", "review"], ["feedback", "feedback"], ["comparison", "comparison"],
  ["gaps", "gaps"], ["documents", "documents"], ["business", "business/glossary"], ["styles", "business/styles"], ["learning", "learning"], ["data-sets", "data-sets"], ["versions", "versions"],
  ["drift", "drift"], ["usage", "usage"], ["keys", "keys"], ["sites", "sites"], ["webhooks", "webhooks"], ["limits", "limits"], ["audit", "audit"], ["erase", "erase"],
].filter(([name]) => only.length === 0 || only.includes(name));
const looks = [["", 1280, 800, "light"], ["-phone", 390, 844, "light"], ["-dark", 1280, 800, "dark"]];
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
let faults = 0;
const fault = (text) => {
  faults++;
  console.log(text);
};
for (const [suffix, width, height, colorScheme] of looks) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, bypassCSP: false, reducedMotion: "reduce" });
  await context.addInitScript((value) => sessionStorage.setItem("assistantloop-agent-key", value), key);
  await context.route("**/api/**", async (route) => {
    const path = new URL(route.request().url()).pathname;
    const reply = route.request().method() === "GET" && fixtures[path] ? await route.fetch().catch(() => null) : undefined;
    return reply === undefined ? route.continue() : reply?.status() === 404 || (await reply?.text()) === "[]" ? route.fulfill({ json: fixtures[path] }) : route.fulfill({ response: reply });
  });
  for (const [name, place] of pages) {
    const page = await context.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && !message.text().includes("404") && errors.push(message.text()));
    await page.goto(`${url}/console/#/${place}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForTimeout(900);
    if (name === "conversation") {
      await page.getByRole("button", { name: "Trace" }).first().click();
      await page.getByText("Passages, as the search").waitFor();
    }
    if (name === "review") {
      await page.locator("textarea").first().fill("Happy to help! A better answer, written by an agent [1]. Warmly, Finch").catch(() => undefined);
    }
    // The page's policy lets no script in but by the debugger.
    const found = await page.evaluate(`${axe}; axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })`);
    for (const { id, nodes } of found.violations) {
      fault(`${name}${suffix}: ${id}: ${nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ""}`).join(" | ").slice(0, 400)}`);
    }
    for (const error of errors) {
      fault(`${name}${suffix}: ${error.slice(0, 300)}`);
    }
    const wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    if (wide > 0) {
      fault(`${name}${suffix}: ${wide} pixels wider than the screen`);
    }
    await page.screenshot({ path: `${out}/console-${name}${suffix}.png` });
    await page.close();
  }
  await context.close();
}
await browser.close();
console.log(`${pages.length * looks.length} pages looked at, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
