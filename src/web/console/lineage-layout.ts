import type { Version } from "./types";

/** Where a version stands in the drawing: generations to the right, a row for each branch. */
export interface Place {
  version: Version;
  column: number;
  row: number;
  parent: Place | null;
}

const served = ["serving", "previous", "rolled back"];

/** The places of all versions. The first branch of each goes on in its row: one that served, or else the oldest. */
export function placesOf(versions: Version[]): Place[] {
  const known = new Set(versions.map((version) => version.number));
  const children = new Map<number | null, Version[]>();
  for (const version of versions) {
    // A parent that is no longer listed leaves its children as beginnings.
    const parent = version.parentNumber !== null && known.has(version.parentNumber) && version.parentNumber !== version.number ? version.parentNumber : null;
    children.set(parent, [...(children.get(parent) ?? []), version]);
  }
  const ordered = (of: number | null) => (children.get(of) ?? []).toSorted((a, b) => Number(served.includes(b.status)) - Number(served.includes(a.status)) || a.number - b.number);
  const places: Place[] = [];
  let rows = 0;
  // A stack instead of recursion: a line of descent may be long.
  const waiting: { version: Version; parent: Place | null; first: boolean }[] = ordered(null).reverse().map((version) => ({ version, parent: null, first: false }));
  while (waiting.length > 0) {
    const { version, parent, first } = waiting.pop()!;
    const place: Place = { version, parent, column: parent === null ? 0 : parent.column + 1, row: first ? parent!.row : rows++ };
    places.push(place);
    waiting.push(...ordered(version.number).map((child, i) => ({ version: child, parent: place, first: i === 0 })).reverse());
  }
  return places;
}
