// A page with the widget on it, and what a visitor does there.
import { expect } from "./expect.mjs";

/** A shop's page, with one script tag. */
export function shop({ attributes = 'data-site="demo-key"', lang = "en", dir = "ltr", head = "" } = {}) {
  return `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Shop</title><link rel="icon" href="data:,">${head}</head><body><main><h1>Shop</h1><p>Goods.</p><button id="other">Other</button></main>
<script src="/widget.js" ${attributes}></script></body></html>`;
}

export class Visitor {
  constructor(page) {
    this.page = page;
    this.messages = page.locator(".messages .message");
    this.answers = page.locator(".message.assistant");
    this.last = this.answers.last();
    this.box = page.getByLabel("Your message");
    this.panel = page.locator(".panel");
    this.launcher = page.locator(".launcher");
  }

  async open() {
    await this.launcher.click();
    await this.page.locator(".welcome").waitFor();
  }

  async send(text) {
    await this.box.fill(text);
    await this.box.press("Enter");
  }

  async ask(text) {
    const before = await this.answers.count();
    await this.send(text);
    await expect(async () => (await this.answers.count()) > before);
    await this.ended();
    return this.last.locator(".body").innerText();
  }

  ended(state = "complete") {
    return expect(async () => (await this.last.getAttribute("data-state")) === state, `the answer to be ${state}`);
  }
}
