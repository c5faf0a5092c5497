import { expect, test, vi } from "vitest";
import { AnswerText } from "../widget/markdown/answer-text";
import { sourceAddress } from "../widget/markdown/citations";
import { safeAddress } from "../widget/markdown/link";
import { en } from "../widget/texts/en";
import type { Citation } from "../shared/protocol";

const source: Citation = { number: 2, title: "Returns > How long", text: "Within 30 days.", path: "returns.md", anchor: "how-long", passageId: "p" };

function shown(text: string, citations: Citation[] = [], open: (citation: Citation) => void = () => {}, finished = true): HTMLElement {
  const element = document.createElement("div");
  new AnswerText(element, { texts: en, open }).show(text, citations, finished);
  return element;
}

/** The structure as `tag(children)`, text in quotes. */
function outline(node: Node): string {
  return [...node.childNodes]
    .map((child) => (child instanceof Element ? `${child.tagName.toLowerCase()}(${outline(child)})` : JSON.stringify(child.textContent)))
    .join(" ");
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
  expect(sourceAddress({ ...source, source: address })?.href).toBe("https://shop.example/returns#how-long");
  expect(sourceAddress({ ...source, source: `${address}#old`, page: 3 })?.href).toBe("https://shop.example/returns#page=3");
  expect(sourceAddress({ ...source, anchor: "", source: address })?.href).toBe(address);
  expect(sourceAddress(source)).toBeNull();
  expect(sourceAddress({ ...source, source: "javascript:alert(1)" })).toBeNull();
});

test("Markdown becomes what it means", () => {
  expect(outline(shown("One **bold** and *soft* `code`\nnext"))).toBe('p("One " strong("bold") " and " em("soft") " " code("code") br() "next")');
  expect(outline(shown("- a\n- b\n  1. c\n  2. d\n\nend"))).toBe('ul(li("a") li("b" ol(li("c") li("d")))) p("end")');
  expect(outline(shown("3. a\n\n4. b"))).toBe('ol(li("a") li("b"))');
  expect(shown("3. a").querySelector("ol")!.getAttribute("start")).toBe("3");
  expect(outline(shown("## Title\n> said\n> so\n\n---"))).toBe('p(strong("Title")) blockquote(p("said" br() "so")) hr()');
  expect(outline(shown("```js\nlet a = `1`;\n\n**x**\n```\nafter"))).toBe('pre(code("let a = `1`;\\n\\n**x**")) p("after")');
  expect(outline(shown("| a | b |\n|---|:-:|\n| 1 | **2** |"))).toBe('div(table(thead(tr(th("a") th("b"))) tbody(tr(td("1") td(strong("2"))))))');
  expect(outline(shown("***both*** ~~gone~~ \\*plain\\* snake_case_name 2 * 3 * 4"))).toBe('p(strong(em("both")) " " s("gone") " *plain* snake_case_name 2 * 3 * 4")');
});

test("what is not Markdown stays text", () => {
  expect(shown("a < b && c > d; **open, [x] (y) 5*6 _").textContent).toBe("a < b && c > d; **open, [x] (y) 5*6 _");
  expect(outline(shown("<b>bold</b>"))).toBe('p("<b>bold</b>")');
});

test("a link first says where it leads, and only then can be followed", () => {
  const element = shown("See [our bank](https://evil.example/login) now.");
  expect(element.querySelector("a")).toBeNull();
  element.querySelector("button")!.click();
  const link = element.querySelector("a")!;
  expect(element.textContent).toContain("https://evil.example/login");
  expect([link.href, link.target, link.rel]).toEqual(["https://evil.example/login", "_blank", "noopener noreferrer nofollow"]);
});

test("a link to the page's own host opens at once", () => {
  expect(shown(`[Returns](${location.origin}/returns)`).querySelector("a")!.href).toBe(`${location.origin}/returns`);
});

test("an image is not loaded: it is a link named by its alternative text", () => {
  const element = shown("![A heron](https://shop.example/heron.png)");
  expect(element.querySelector("img")).toBeNull();
  expect(element.querySelector("button")!.textContent).toBe("A heron");
});

test("a bare address ends before the sentence does", () => {
  const [link] = shown("See https://shop.example/a_b(c). Or (https://shop.example/d).").querySelectorAll("button");
  expect(link!.textContent).toBe("https://shop.example/a_b(c)");
});

test("addresses that deceive are none", () => {
  for (const address of ["javascript:alert(1)", "java\tscript:alert(1)", "https://bank.example@evil.test/", "//evil.test", "/local", "https:\\\\evil.test", "data:text/html,x", "https://a.test/\u202ex"]) {
    expect(safeAddress(address), address).toBeNull();
  }
  expect(safeAddress("tel:+4412345")?.href).toBe("tel:+4412345");
});

test("a growing answer keeps the blocks that are behind it", () => {
  const element = document.createElement("div");
  const text = new AnswerText(element, { texts: en, open: () => {} });
  text.show("First.\n\nSecond", [], false);
  const [first, second] = element.children;
  text.show("First.\n\nSecond grows.\n\n- item", [], false);
  expect(element.children[0]).toBe(first);
  expect(element.children[1]).not.toBe(second);
  const settled = [...element.children].slice(0, 2);
  text.show("First.\n\nSecond grows.\n\n- item\n- another", [], false);
  expect([...element.children].slice(0, 2)).toEqual(settled);
  expect(outline(element)).toBe('p("First.") p("Second grows.") ul(li("item") li("another"))');
});

test("an answer shown letter by letter ends as one that is shown at once", () => {
  const whole = "# Hi\n\nOne **two** [2]\n\n1. a\n   - b\n2. c\n\n```\nx\n\ny\n```\n| a |\n|---|\n| b |\n\nEnd -\n- x";
  const element = document.createElement("div");
  const text = new AnswerText(element, { texts: en, open: () => {} });
  for (let length = 1; length <= whole.length; length++) {
    text.show(whole.slice(0, length), [], false);
  }
  text.show(whole, [source], true);
  expect(outline(element)).toBe(outline(shown(whole, [source])));
});
