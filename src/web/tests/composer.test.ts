import { expect, test } from "vitest";
import { Composer } from "../widget/panel/composer";
import { en } from "../widget/texts/en";

function composer() {
  const asked: string[] = [];
  let stopped = 0;
  const made = new Composer(en, { ask: (text) => asked.push(text), stop: () => stopped++, typing: () => {} });
  const write = (text: string): void => {
    made.box.value = text;
    made.box.dispatchEvent(new Event("input"));
  };
  const enter = (): void => void made.box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", cancelable: true }));
  return { made, asked, write, enter, stops: () => stopped };
}

test("what is sent before anything can be sent goes out once it can, and once", () => {
  const { made, asked, write, enter } = composer();
  made.show(false, true);
  write("When are you open?");
  enter();
  enter();
  expect(asked).toEqual([]);
  expect(made.box.value).toBe("When are you open?");
  made.show(false, false);
  expect(asked).toEqual(["When are you open?"]);
  expect(made.box.value).toBe("");
  made.show(false, false);
  expect(asked).toHaveLength(1);
});

test("what the visitor goes on writing is not sent for them", () => {
  const { made, asked, write, enter } = composer();
  made.show(false, true);
  write("When");
  enter();
  write("When are");
  made.show(false, false);
  expect(asked).toEqual([]);
});

test("what was sent while another question was on its way waits for the visitor where an answer is being written", () => {
  const { made, asked, write, enter, stops } = composer();
  made.show(false, true);
  write("And on Sunday?");
  enter();
  made.show(true, false);
  expect([asked, stops()]).toEqual([[], 0]);
  made.show(false, false);
  expect(asked).toEqual([]);
  expect(made.box.value).toBe("And on Sunday?");
});
