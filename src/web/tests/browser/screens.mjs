// Takes the pictures of docs/screens/widget-*.png: npm run screens, after npm run build.
import { readFile } from "node:fs/promises";
import { FakeServer, site } from "../fake-server.mjs";
import { launch, noBrowser } from "./chromium.mjs";
import { Visitor } from "./shop.mjs";
import { states } from "./states.mjs";

if (noBrowser) {
  console.error(noBrowser);
  process.exit(1);
}

const target = new URL("../../../../docs/screens/", import.meta.url).pathname;
const looks = [
  { suffix: "", width: 1280, height: 720, colorScheme: "light" },
  { suffix: "-dark", width: 1280, height: 720, colorScheme: "dark", only: ["open", "answered", "feedback", "hand-over", "rtl"] },
  { suffix: "-phone", width: 390, height: 844, colorScheme: "light", only: ["closed", "open", "source", "feedback", "action", "satisfaction", "rtl"] },
  { suffix: "-phone-dark", width: 390, height: 844, colorScheme: "dark", only: ["source", "hand-over"] },
];
const wanted = process.argv.slice(2);
const shop = await readFile(new URL("../../dist/index.html", import.meta.url), "utf8");
const server = await FakeServer.start();
const browser = await launch();
for (const { suffix, width, height, colorScheme, only } of looks) {
  for (const state of states.filter(({ name }) => !only || only.includes(name))) {
    if (wanted.length > 0 && !wanted.includes(state.name + suffix)) {
      continue;
    }
    Object.assign(server.site, site, state.server);
    server.pages.set("/", { html: shop.replace('lang="en"', `lang="${state.page?.lang ?? "en"}"`) });
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    await page.goto(server.url);
    // The shop's pictures are plain here: their gradients alone would make each file twice as large.
    await page.addStyleTag({ content: ".picture { background: #dfe9e2 !important } .hero p, article p { display: none }" });
    const visitor = new Visitor(page);
    await state.run({ visitor, server });
    await page.mouse.move(5, 5);
    await page.waitForTimeout(400);
    await page.screenshot({ path: `${target}widget-${state.name}${suffix}.png`, animations: "disabled" });
    await page.close();
    server.offline = false;
  }
}
await browser.close();
await server.close();
