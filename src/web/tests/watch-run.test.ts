import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RunEvent } from "../console/types";
import { watchRun, type RunHub } from "../console/watch-run";

type Observer = { next(event: RunEvent): void; error(reason: unknown): void; complete(): void };

/** A socket whose streams the test plays. */
function playedHub() {
  const hub = {
    starts: 0, stops: 0, failNext: false, asked: [] as unknown[][], stream: null as Observer | null,
  };
  const socket: RunHub = {
    start: async () => {
      hub.starts++;
      if (hub.failNext) {
        hub.failNext = false;
        throw new Error("negotiation failed");
      }
    },
    stop: async () => { hub.stops++; },
    stream: (...asked) => {
      hub.asked.push(asked);
      return { subscribe: (observer) => { hub.stream = observer; } };
    },
  };
  return { hub, socket };
}

const event = (sequence: number): RunEvent => ({ sequence, kind: "progress", step: sequence });
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function watched() {
  const { hub, socket } = playedHub();
  const seen: number[] = [], lost: boolean[] = [];
  let ends = 0;
  const stop = watchRun("r1", { next: (e) => seen.push(e.sequence), interrupted: (l) => lost.push(l), ended: () => ends++ }, socket);
  return { hub, seen, lost, stop, ends: () => ends };
}

test("after a lost socket only what came since is asked for", async () => {
  const { hub, seen, lost } = watched();
  await settle();
  hub.stream!.next(event(1));
  hub.stream!.next(event(2));
  hub.stream!.error(new Error("1006"));
  await vi.advanceTimersByTimeAsync(1000);
  hub.stream!.next(event(3));
  expect(hub.asked).toEqual([["WatchRun", "r1", 0], ["WatchRun", "r1", 2]]);
  expect(seen).toEqual([1, 2, 3]);
  expect(lost).toEqual([false, true, false]);
});

test("a socket that does not open is tried again", async () => {
  const { socket, hub } = playedHub();
  hub.failNext = true;
  watchRun("r1", { next: () => {}, interrupted: () => {}, ended: () => {} }, socket);
  await settle();
  expect(hub.asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(hub.asked).toHaveLength(1);
});

test("the end of the run is told and closes the socket", async () => {
  const { hub, ends } = watched();
  await settle();
  hub.stream!.complete();
  expect(ends()).toBe(1);
  expect(hub.stops).toBe(1);
});

test("who leaves while the socket is lost is not connected again", async () => {
  const { hub, stop } = watched();
  await settle();
  hub.stream!.error(new Error("1006"));
  stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(hub.starts).toBe(1);
});
