// A browser and a stand-in server for one test file.
import { after, before } from "node:test";
import { FakeServer } from "../fake-server.mjs";
import { launch, noBrowser } from "./chromium.mjs";
import { shop, Visitor } from "./shop.mjs";

export { noBrowser };

/** Opens both before the file's tests and closes them after. */
export function stage() {
  const here = {
    server: null,
    browser: null,
    /** A visitor on a shop's page of their own, in a browser profile of their own; page errors fail the test that asks for them. */
    async visit({ width = 1280, height = 800, page: options, server = {}, context: given, ...more } = {}) {
      Object.assign(here.server.site, server);
      here.server.pages.set("/", { html: shop(options), headers: options?.headers });
      const context = given ?? (await here.browser.newContext({ viewport: { width, height }, ...more }));
      const page = await context.newPage();
      const visitor = new Visitor(page);
      visitor.errors = [];
      page.on("pageerror", (error) => visitor.errors.push(String(error)));
      await page.goto(here.server.url);
      return visitor;
    },
  };
  before(async () => {
    if (!noBrowser) {
      here.server = await FakeServer.start();
      here.browser = await launch();
    }
  });
  after(async () => {
    await here.browser?.close();
    await here.server?.close();
  });
  return here;
}

export const cited = {
  text: "Standard shipping costs **4.90 €** [1]. Orders above 60 € ship for free [2].\n\n1. Put it in the basket\n2. Pay\n3. Wait for *two to three* working days\n\nSee [our page](https://shop.example/shipping) for more.",
  citations: [
    { number: 1, title: "Shipping › Cost", text: "Standard shipping costs 4.90 euros within the country.", path: "shipping.md", anchor: "cost", passageId: "p1", source: "https://shop.example/shipping" },
    { number: 2, title: "Shipping › Free shipping", text: "Orders above 60 euros ship for free.", path: "shipping.md", anchor: "free", passageId: "p2" },
  ],
};

export const cancelling = { name: "cancel_order", title: "Cancel order 1041", fields: [{ label: "Order", value: "1041" }, { label: "Refund", value: "24.00 €" }] };
