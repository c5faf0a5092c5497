import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, ApiError, key } from "../console/api";
import { curveOf } from "../console/loss-points";
import { blocksOf } from "../console/report-text";
import { routeOf } from "../console/router";
import type { RunEvent } from "../console/types";

beforeEach(() => sessionStorage.clear());
afterEach(() => vi.unstubAllGlobals());

const answer = (status: number, body: string) => vi.stubGlobal("fetch", vi.fn(async () => new Response(body, { status })));
const refusal = async (): Promise<ApiError> => {
  try {
    await api("/api/runs", {});
  } catch (thrown) {
    return thrown as ApiError;
  }
  throw new Error("It was not refused.");
};

test("a request carries the key and a JSON body", async () => {
  key.set("secret");
  const fetched = vi.fn(async (_path: string, _init: RequestInit) => new Response('{"id":1}'));
  vi.stubGlobal("fetch", fetched);
  expect(await api("/api/runs", { a: 1 })).toEqual({ id: 1 });
  const [path, init] = fetched.mock.calls[0]!;
  expect(path).toBe("/api/runs");
  expect(init).toMatchObject({ method: "POST", body: '{"a":1}', headers: { authorization: "Bearer secret", "content-type": "application/json" } });
});

test("a refusal says the problem's own words", async () => {
  answer(409, '{"title":"Conflict","detail":"A run is open already."}');
  expect(await refusal()).toMatchObject({ status: 409, message: "A run is open already." });
});

test("a wrong key, a body that is no problem and a lost server are told apart", async () => {
  answer(401, "");
  expect((await refusal()).message).toBe("The key is not the right one.");
  answer(500, "<html>");
  expect((await refusal()).message).toBe("The server answered 500.");
  vi.stubGlobal("fetch", vi.fn(async () => Promise.reject(new TypeError("network"))));
  expect(await refusal()).toMatchObject({ status: 0, message: "The server does not answer. Is it running?" });
});

test("an empty answer is no error", async () => {
  vi.stubGlobal("fetch", vi.fn(async () => new Response(null, { status: 204 })));
  expect(await api("/api/messages/1/flags", {})).toBeUndefined();
});

test("a route is a page and an id; anything else is the queue", () => {
  expect(routeOf("#/conversations/abc")).toEqual({ page: "conversations", id: "abc" });
  expect(routeOf("#/versions")).toEqual({ page: "versions", id: null });
  expect(routeOf("")).toEqual({ page: "review", id: null });
  expect(routeOf("#/nowhere")).toEqual({ page: "review", id: null });
});

test("a curve holds every point in its range and knows how long the run is", () => {
  const events: RunEvent[] = [
    { sequence: 1, kind: "state", message: "running" },
    { sequence: 2, kind: "progress", step: 1, steps: 40, loss: 2, heldOutLoss: null },
    { sequence: 3, kind: "progress", step: 2, steps: 40, loss: 1, heldOutLoss: 3 },
  ];
  const curve = curveOf(events);
  expect(curve.training).toEqual([{ step: 1, loss: 2 }, { step: 2, loss: 1 }]);
  expect(curve.heldOut).toEqual([{ step: 2, loss: 3 }]);
  expect(curve.steps).toBe(40);
  expect(curve.low).toBeLessThan(1);
  expect(curve.high).toBeGreaterThan(3);
});

test("a curve of equal losses has a range to be drawn in", () => {
  const curve = curveOf([1, 2].map((step) => ({ sequence: step, kind: "progress", step, steps: 2, loss: 0.5 })));
  expect(curve.high).toBeGreaterThan(curve.low);
});

test("a report is headings, sentences, items and tables", () => {
  const blocks = blocksOf("# Title\n\n**Passed.**\n\n- score: ok\n\n| a | b |\n|---|---|\n| 1 | x \\| y |\n\n| c | d | e |\n|---|---|---|\n| 1 | 2 | 3 |\n");
  expect(blocks).toEqual([
    { kind: "heading", text: "Title" },
    { kind: "text", text: "Passed." },
    { kind: "item", text: "score: ok" },
    { kind: "table", head: ["a", "b"], rows: [["1", "x | y"]] },
    { kind: "table", head: ["c", "d", "e"], rows: [["1", "2", "3"]] },
  ]);
});
