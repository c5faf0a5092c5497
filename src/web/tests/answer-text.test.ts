import { expect, test, vi } from "vitest";
import { answerNodes, sourceAddress } from "../widget/answer-text";
import type { Citation } from "../widget/protocol";

const source: Citation = { number: 2, title: "Returns > How long", text: "Within 30 days.", path: "returns.md", anchor: "how-long", passageId: "p" };

function shown(text: string, citations: Citation[], open = () => {}, finished = true): HTMLElement {
  const element = document.createElement("div");
  element.append(...answerNodes(text, citations, open, finished));
  return element;
}

test("a citation mark becomes a button that opens its source", () => {
  const open = vi.fn();
  const element = shown("Within 30 days [2].", [source], open);

  const button = element.querySelector("button")!;
  expect(button.textContent).toBe("2");
  expect(button.getAttribute("aria-label")).toContain("Returns > How long");
  button.click();
  expect(open).toHaveBeenCalledWith(source);
  expect(element.textContent).toBe("Within 30 days 2.");
});

test("a number without a source is left out of a finished answer", () => {
  expect(shown("See [3] and [2].", [source]).textContent).toBe("See and 2.");
  expect(shown("See [3].", [source]).textContent).toBe("See.");
});

test("while an answer streams its numbers stay text", () => {
  expect(shown("See [3] and [2].", [], () => {}, false).textContent).toBe("See [3] and [2].");
});

test("a source opens at its page or heading, and on the web alone", () => {
  const address = "https://shop.example/returns";
  expect(sourceAddress({ ...source, source: address })).toBe("https://shop.example/returns#how-long");
  expect(sourceAddress({ ...source, source: `${address}#old`, page: 3 })).toBe("https://shop.example/returns#page=3");
  expect(sourceAddress({ ...source, anchor: "", source: address })).toBe(address);
  expect(sourceAddress(source)).toBeNull();
  expect(sourceAddress({ ...source, source: "javascript:alert(1)" })).toBeNull();
});

test("mark-up in an answer is shown, never run", () => {
  const element = shown('<img src=x onerror="alert(1)"><script>alert(2)</script> [2]', [source]);

  expect(element.querySelector("img, script")).toBeNull();
  expect(element.textContent).toContain("<script>");
});
