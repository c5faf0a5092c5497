import { afterEach, expect, test } from "vitest";
import { Shell } from "../console/shell/shell";
import { letters, groups } from "../console/shell/navigation";
import { pages } from "../console/router";
import { Rendered } from "./render";

const me = { tenant: "t", business: "Alder & Finch", name: "Ada", role: "owner", scopes: ["read", "keys", "audit", "erase"] };
let page: Rendered | undefined;
afterEach(() => page?.end());

test("every page is in one group, and no two have one letter", () => {
  expect(groups.flatMap((group) => group.pages).sort()).toEqual([...pages].sort());
  expect(new Set(Object.values(letters)).size).toBe(Object.values(letters).length);
});

test("g and a letter goes to a page, but not while one writes; ? lists the keys", async () => {
  page = await Rendered.of(<Shell route={{ page: "erase", id: null }} onSignOut={() => undefined} />, (path) => (path === "/api/me" ? me : { erasures: [], markedVersions: [] }));
  expect(document.title).toBe("Erase a visitor · AssistantLoop console");
  expect(page!.host.querySelector('[aria-current="page"]')!.textContent).toBe("Erase a visitor");
  await page!.pause();
  const field = page!.field("Visitor's id");
  await page!.press("g", field);
  await page!.press("c", field);
  expect(location.hash).not.toContain("conversations");
  await page!.press("g");
  await page!.press("c");
  expect(location.hash).toBe("#/conversations");
  await page!.press("?");
  expect(page!.dialog!.textContent).toContain("the next answer under Review");
});

test("pages that the key cannot use are not offered", async () => {
  page = await Rendered.of(<Shell route={{ page: "limits", id: null }} onSignOut={() => undefined} />, (path) => (path === "/api/me" ? { ...me, role: "agent", scopes: ["chat", "read"] } : {}));
  const names = [...page.host.querySelectorAll("nav a")].map((link) => link.textContent);
  expect(names).toContain("Limits");
  expect(names.filter((name) => ["Keys", "Sites", "Audit", "Erase a visitor"].includes(name!))).toEqual([]);
  expect(page.text).toContain("Ada, agent");
});
