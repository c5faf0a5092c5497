// The built server with a week's data, and the console in a browser, for one test file.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { launch, noBrowser } from "./chromium.mjs";
import { client, fill } from "./week.mjs";

const root = new URL("../../../../", import.meta.url).pathname;
const program = join(root, "artifacts/bin/AssistantLoop.App/release/AssistantLoop.App.dll");
const pages = join(root, "src/web/dist/console/index.html");

export const skip = noBrowser || [program, pages].filter((path) => !existsSync(path)).map((path) => `There is no ${path}; ./assistantloop up builds it.`)[0] || false;

/** Starts the server and the browser before the file's tests, and ends them after. */
export function consoleStage() {
  const here = { url: "", key: "", ask: null, page: null, errors: [] };
  let data, server, browser;
  before(async () => {
    if (skip) {
      return;
    }
    data = mkdtempSync(join(tmpdir(), "assistantloop-console-"));
    here.url = `http://127.0.0.1:${await freePort()}`;
    server = spawn("dotnet", [program, "serve", "--url", here.url, "--data", data, "--webhook-private-hosts", "127.0.0.1:9"], {
      env: { ...process.env, ASSISTANTLOOP_HOME: root }, stdio: ["ignore", "ignore", "inherit"],
    });
    // A test run that is cut short leaves no server behind.
    process.once("exit", () => server.kill("SIGKILL"));
    await ready(here.url, server);
    here.key = readFileSync(join(data, "agent-key"), "utf8").trim();
    here.ask = client(here.url, here.key);
    await fill(here.ask, here.url, { hook: "http://127.0.0.1:9/hook" });
    browser = await launch();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
    context.setDefaultTimeout(10_000);
    here.page = await context.newPage();
    here.page.on("pageerror", (error) => here.errors.push(String(error)));
  });
  after(async () => {
    await browser?.close();
    if (server !== undefined && server.exitCode === null) {
      const ended = new Promise((done) => server.once("exit", done));
      server.kill("SIGTERM");
      await Promise.race([ended, new Promise((done) => setTimeout(done, 10_000).unref())]);
      server.kill("SIGKILL");
    }
    if (data !== undefined) {
      rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    }
  });
  return here;
}

async function ready(url, server) {
  for (const until = Date.now() + 60_000; Date.now() < until;) {
    if (server.exitCode !== null) {
      throw new Error(`The server ended with ${server.exitCode}.`);
    }
    if (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5000) }).then((reply) => reply.ok, () => false)) {
      return;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("The server was not ready within a minute.");
}

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail).listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
