import { expect, test } from "vitest";
import { events } from "../widget/chat/streams";

interface Observer {
  next(value: number): void;
  error(reason: unknown): void;
  complete(): void;
}

function stream(script: (observer: Observer) => void) {
  const state = { disposed: false };
  return {
    state,
    subscribe(observer: Observer) {
      script(observer);
      return { dispose: () => (state.disposed = true) };
    },
  };
}

async function collected(source: Parameters<typeof events<number>>[0]): Promise<number[]> {
  const all: number[] = [];
  for await (const value of events(source)) {
    all.push(value);
  }
  return all;
}

test("values come in order, also those that arrive later", async () => {
  const source = stream((observer) => {
    observer.next(1);
    setTimeout(() => {
      observer.next(2);
      observer.next(3);
      observer.complete();
    }, 5);
  });
  expect(await collected(source)).toEqual([1, 2, 3]);
  expect(source.state.disposed).toBe(true);
});

test("what arrived before a failure is not lost", async () => {
  const seen: number[] = [];
  const source = stream((observer) => {
    observer.next(1);
    observer.error(new Error("dropped"));
  });
  await expect(
    (async () => {
      for await (const value of events(source)) {
        seen.push(value);
      }
    })(),
  ).rejects.toThrow("dropped");
  expect(seen).toEqual([1]);
});
