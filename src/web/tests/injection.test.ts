import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { AnswerText } from "../widget/markdown/answer-text";
import { MessageItem } from "../widget/panel/message-item";
import { en } from "../widget/texts/en";
import type { Citation, MessageView } from "../shared/protocol";
import { message } from "./fake-hub";
import { fakeView } from "./fake-view";
import { vectors } from "./vectors.mjs";

interface Case {
  id: string;
  passages: { title: string; text: string }[];
}

const cases = readFileSync("../../tests/injection/cases.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Case);

const allowed = new Set("ARTICLE DIV P B STRONG EM S BR HR CODE PRE BLOCKQUOTE OL UL LI TABLE THEAD TBODY TR TH TD SPAN BUTTON DETAILS SUMMARY A TIME SECTION DL DT DD I svg path".split(" "));
const attributes = new Set(
  "type class aria-label aria-pressed aria-expanded aria-hidden title href target rel referrerpolicy role dir tabindex start scope hidden data-message-id data-state data-version data-number data-rating viewBox width height d fill stroke stroke-width stroke-linecap stroke-linejoin transform open".split(" "),
);

function shown(change: Partial<MessageView>): HTMLElement {
  const item = new MessageItem(fakeView());
  item.show({ ...message(change), key: "m", local: false }, { lastAnswer: true, editable: true, follows: false });
  return item.element;
}

/** What in it could load or run by itself: elements and attributes that are not known, links that are not safe. */
function harms(element: HTMLElement): string[] {
  const found: string[] = [];
  for (const child of element.getElementsByTagName("*")) {
    if (!allowed.has(child.tagName)) {
      found.push(child.outerHTML);
    }
    for (const name of child.getAttributeNames()) {
      if (!attributes.has(name)) {
        found.push(`${name} of ${child.outerHTML}`);
      }
    }
    if (child instanceof HTMLAnchorElement) {
      const safe = /^(https?:\/\/[^@]*|mailto:.*|tel:.*)$/.test(child.getAttribute("href") ?? "");
      if (!safe || child.rel !== "noopener noreferrer nofollow") {
        found.push(child.outerHTML);
      }
    }
  }
  return found;
}

function expectHarmless(...elements: HTMLElement[]): void {
  expect(elements.flatMap(harms)).toEqual([]);
}

test("there are at least 500 different vectors", () => {
  expect(vectors.length).toBeGreaterThanOrEqual(500);
});

test("no vector becomes more than text in an answer, its sources, a person's or the visitor's message, a note or an action", () => {
  for (const vector of vectors) {
    const citation: Citation = { number: 1, title: vector, text: vector, path: vector, anchor: vector, passageId: vector, source: vector };
    const action = { id: vector, messageId: "m", name: vector, title: vector, fields: [{ label: vector, value: vector }], state: "done" as const, result: vector };
    expectHarmless(shown({ text: `${vector} [1]`, citations: [citation], actions: [action] }));
    expectHarmless(shown({ role: "agent", author: vector, text: vector }));
    expectHarmless(shown({ role: "visitor", text: vector }));
    expectHarmless(shown({ role: "note", author: vector, text: vector }));
    expectHarmless(shown({ state: "streaming", text: vector }));
  }
}, 60_000);

test("no vector has a link of its own before the visitor asks where it leads", () => {
  for (const vector of vectors) {
    const links = [...shown({ text: vector }).querySelectorAll("a")];
    expect(links.filter(({ host }) => host !== location.host)).toEqual([]);
  }
}, 60_000);

test("pressing every link of every vector never leads to anything but the web, mail or telephone", () => {
  for (const vector of vectors) {
    const element = shown({ text: vector });
    element.querySelectorAll<HTMLElement>("button.link").forEach((link) => link.click());
    expectHarmless(element);
  }
}, 60_000);

test("nothing that a document says loads, runs or links by itself in an answer or its sources", () => {
  expect(cases).toHaveLength(200);
  for (const { passages } of cases) {
    for (const { title, text } of passages) {
      const element = shown({ text: `${text} ${title} [1]`, citations: [{ number: 1, title, text, path: "a.md", anchor: "", passageId: "p" }] });
      expectHarmless(element);
      expect(element.querySelector("img, script, iframe, object, embed, link, style, meta, base, form[action], a, video, audio")).toBeNull();
    }
  }
});

test("the words of an injected passage are shown as they are, for a person to see", () => {
  const text = 'Open daily. <img src=x onerror="alert(1)"> ![a](https://evil.example/p?d=1)';
  const citation = { number: 1, title: "Shop", text, path: "a.md", anchor: "", passageId: "p" };
  expect(shown({ text: "[1]", citations: [citation] }).querySelector(".source p")!.textContent).toBe(text);
});

test("a text of one mark over and over is read in a moment", () => {
  for (const piece of ["[", "*", "**a ", "`", "![", "<", "_a_", "> ", "- ", "| ", "~~", "[a](", "http://", "((", "\\"]) {
    const element = document.createElement("div");
    new AnswerText(element, { texts: en, open: () => {} }).show(piece.repeat(4000 / piece.length));
    expect(element.childNodes.length).toBeGreaterThan(0);
  }
}, 10_000);
