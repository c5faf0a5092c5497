import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { expect } from "./expect.mjs";
import { noBrowser, stage } from "./stage.mjs";

const here = stage();

/** A scratch project that installed the packed package. */
function project() {
  const folder = mkdtempSync(join(tmpdir(), "widget-"));
  const npm = (...args) => execFileSync("npm", args, { cwd: folder, stdio: "pipe" });
  npm("pack", new URL("../../dist/package", import.meta.url).pathname, "--silent");
  const [archive] = readdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "scratch", private: true, type: "module" }));
  npm("install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", `./${archive}`);
  return folder;
}

test("the packed package is imported by a project, typed, on a server and in a page", { skip: noBrowser }, async () => {
  const folder = project();
  try {
    const names = execFileSync("node", ["--input-type=module", "-e", `import * as w from "@assistantloop/widget"; w.define(); console.log(Object.keys(w).sort().join());`], { cwd: folder, encoding: "utf8" });
    assert.equal(names.trim(), "AssistantLoopChat,define");

    writeFileSync(
      join(folder, "main.ts"),
      `import { define } from "@assistantloop/widget";
define();
const chat = document.createElement("assistant-loop-chat");
chat.server = location.origin;
chat.site = "demo-key";
chat.language = "de";
chat.addEventListener("assistantloop:message", (event) => (document.title = event.detail.text));
document.body.append(chat);
void chat.ask("Aus dem Paket?");
`,
    );
    const tsc = new URL("../../node_modules/typescript/bin/tsc", import.meta.url).pathname;
    execFileSync("node", [tsc, "--noEmit", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2023,dom", "main.ts"], { cwd: folder, stdio: "pipe" });
    const { outputFiles } = await build({ entryPoints: [join(folder, "main.ts")], bundle: true, format: "esm", write: false });

    here.server.answer = () => ({ text: "Ja." });
    here.server.pages.set("/bundle.js", { html: outputFiles[0].text, headers: { "content-type": "text/javascript" } });
    here.server.pages.set("/packed", { html: `<!doctype html><html lang="en"><title>Packed</title><body><script type="module" src="/bundle.js"></script></body></html>` });
    const page = await here.browser.newPage();
    await page.goto(`${here.server.url}/packed`);
    await expect(async () => (await page.title()) === "Ja.");
    await page.getByLabel("Ihre Nachricht").waitFor();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
