import { expect, test } from "vitest";
import { placesOf } from "../console/lineage-layout";
import type { Version } from "../console/types";

const version = (number: number, parentNumber: number | null, status = "rejected"): Version => ({
  id: `v${number}`, number, status, adapterHash: null, dataSetHash: null, parentNumber, metrics: null, createdAt: "2026-01-01T00:00:00Z",
  decidedBy: null, reason: null, serving: status === "serving", purgedAt: null,
});

const drawn = (versions: Version[]) => Object.fromEntries(placesOf(versions).map((place) => [place.version.number, [place.column, place.row]]));

test("generations go to the right, and what served goes on in its parent's row", () => {
  expect(drawn([version(1, null, "previous"), version(2, 1), version(3, 1, "serving"), version(4, 3)])).toEqual({ 1: [0, 0], 3: [1, 0], 4: [2, 0], 2: [1, 1] });
});

test("no two versions share a place, also where branches have branches", () => {
  const versions = [version(1, null), ...[2, 3, 4].map((n) => version(n, 1)), ...[5, 6].map((n) => version(n, 2)), ...[7, 8].map((n) => version(n, 3)), version(9, null)];
  expect(new Set(placesOf(versions).map((place) => `${place.column} ${place.row}`)).size).toBe(versions.length);
});

test("a version whose parent is not listed, or that names itself, is a beginning", () => {
  expect(drawn([version(8, 3), version(9, 9)])).toEqual({ 8: [0, 0], 9: [0, 1] });
});

test("a line of ten thousand is drawn", () => {
  expect(placesOf(Array.from({ length: 10_000 }, (_, i) => version(i + 1, i === 0 ? null : i))).at(-1)).toMatchObject({ column: 9_999, row: 0 });
});
