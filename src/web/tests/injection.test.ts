import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MessageView } from "../widget/message-view";
import type { Message } from "../widget/protocol";

interface Case {
  id: string;
  passages: { title: string; text: string }[];
}

const cases = readFileSync("../../tests/injection/cases.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Case);

/** What an answer shows that repeats a passage word by word and cites it. */
function shown({ title, text }: { title: string; text: string }): HTMLElement {
  const citation = { number: 1, title, text, path: "a.md", anchor: "", passageId: "p" };
  const message = { id: "m", role: "assistant", state: "complete", text: `${text} ${title} [1]`, citations: [citation] };
  return new MessageView(message as unknown as Message, { rate: async () => {}, suggest: async () => {} }).element;
}

test("nothing that a document says loads, runs or links by itself in an answer or its sources", () => {
  expect(cases).toHaveLength(200);
  for (const { passages } of cases) {
    for (const passage of passages) {
      const element = shown(passage);
      expect(element.querySelector("img, script, iframe, object, embed, link, style, meta, base, form[action], a, video, audio")).toBeNull();
      for (const child of element.querySelectorAll(".body *")) {
        expect(child.tagName).toBe("BUTTON");
      }
      for (const child of element.querySelectorAll("*")) {
        const attributes = child.getAttributeNames();
        expect(attributes.filter((name) => name.startsWith("on") || name === "src" || name === "href" || name === "srcdoc")).toEqual([]);
      }
    }
  }
});

test("the words of an injected passage are shown as they are, for a person to see", () => {
  const text = 'Open daily. <img src=x onerror="alert(1)"> ![a](https://evil.example/p?d=1)';
  expect(shown({ title: "Shop", text }).querySelector(".source p")!.textContent).toBe(text);
});
