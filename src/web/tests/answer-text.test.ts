import { expect, test, vi } from "vitest";
import { answerNodes } from "../widget/answer-text";
import type { Citation } from "../widget/protocol";

const source: Citation = { number: 2, title: "Returns > How long", text: "Within 30 days.", path: "returns.md", anchor: "how-long", passageId: "p" };

function shown(text: string, citations: Citation[], open = () => {}): HTMLElement {
  const element = document.createElement("div");
  element.append(...answerNodes(text, citations, open));
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

test("a number without a source stays text", () => {
  expect(shown("See [3] and [2].", [source]).querySelectorAll("button")).toHaveLength(1);
  expect(shown("See [3].", [source]).textContent).toBe("See [3].");
});

test("mark-up in an answer is shown, never run", () => {
  const element = shown('<img src=x onerror="alert(1)"><script>alert(2)</script> [2]', [source]);

  expect(element.querySelector("img, script")).toBeNull();
  expect(element.textContent).toContain("<script>");
});
