import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { site } from "../fake-server.mjs";
import { noBrowser, stage } from "./stage.mjs";
import { states } from "./states.mjs";

const here = stage();
const skip = noBrowser;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong, and how many texts of the widget it could compare with their ground. */
async function looked(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations, passes } = await window.axe.run(document, { resultTypes: ["violations", "passes"] });
    return {
      wrong: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(" | ")}`),
      compared: passes.filter(({ id }) => id === "color-contrast").flatMap(({ nodes }) => nodes).filter(({ target }) => Array.isArray(target[0])).length,
    };
  });
}

for (const { name, run, page, server } of states) {
  test(`axe finds nothing wrong, light and dark: ${name}`, { skip }, async () => {
    const visitor = await here.visit({ page, server, reducedMotion: "reduce", ...(name === "source" ? { width: 390, height: 844 } : {}) });
    await run({ visitor, server: here.server });
    for (const colorScheme of ["light", "dark"]) {
      await visitor.page.emulateMedia({ colorScheme });
      const { wrong, compared } = await looked(visitor.page);
      assert.deepEqual(wrong, [], colorScheme);
      assert.ok(compared >= (name === "closed" ? 1 : 4), `axe compared ${compared} texts in the shadow root`);
    }
    await visitor.page.context().close();
    here.server.offline = false;
    Object.assign(here.server.site, site);
  });
}

test("everything that can be pressed on a phone is large enough to be hit", { skip }, async () => {
  const visitor = await here.visit({ width: 390, height: 844, hasTouch: true, isMobile: true });
  await states.find(({ name }) => name === "answered").run({ visitor, server: here.server });
  const small = await visitor.page.evaluate(() =>
    [...document.querySelector("assistant-loop-chat").shadowRoot.querySelectorAll("button, summary, textarea")]
      .filter((element) => !element.matches(".mark, .link") && element.checkVisibility())
      .map((element) => ({ name: element.getAttribute("aria-label") ?? element.textContent, ...element.getBoundingClientRect().toJSON() }))
      .filter(({ width, height }) => width < 24 || height < 24)
      .map(({ name, width, height }) => `${name}: ${width} × ${height}`),
  );
  assert.deepEqual(small, []);
});

test("on a phone the chat fills the screen, and only what the keyboard leaves of it", { skip }, async () => {
  const visitor = await here.visit({ width: 390, height: 844 });
  await visitor.open();
  assert.deepEqual(await visitor.panel.evaluate((panel) => [panel.getBoundingClientRect().width, panel.getBoundingClientRect().height]), [390, 844]);
  await visitor.page.setViewportSize({ width: 390, height: 460 });
  await visitor.page.waitForFunction(() => document.querySelector("assistant-loop-chat").shadowRoot.querySelector(".panel").getBoundingClientRect().height === 460);
  assert.ok(await visitor.box.isVisible());
  const wide = await visitor.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `the page is ${wide} wide`);
});

test("motion is still where the visitor wants it so, and forced colours keep every border", { skip }, async () => {
  const visitor = await here.visit({ reducedMotion: "reduce", forcedColors: "active" });
  await states.find(({ name }) => name === "answered").run({ visitor, server: here.server });
  const moving = await visitor.page.evaluate(() => document.querySelector("assistant-loop-chat").shadowRoot.getAnimations().length);
  assert.equal(moving, 0);
  assert.notEqual(await visitor.last.locator(".body").evaluate((body) => getComputedStyle(body).borderTopWidth), "0px");
});
