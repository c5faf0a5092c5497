// Debian's Chromium by Playwright's client; tests that need it are skipped where it is not installed.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const path = process.env.CHROMIUM ?? "/usr/bin/chromium";

export const noBrowser = existsSync(path) ? false : `There is no Chromium at ${path}; CHROMIUM names another.`;

export function launch() {
  return chromium.launch({ executablePath: path, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=en"] });
}
