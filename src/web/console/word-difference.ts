export interface Piece {
  text: string;
  kind: "same" | "out" | "in";
}

/** More words than this a side are not compared: the table would be too large. */
const most = 1500;

/** What was taken out and put in, word by word, between two texts; the pieces in order give both back. */
export function wordDifference(before: string, after: string): Piece[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  if (a.length > most || b.length > most) {
    return join([{ text: before, kind: "out" }, { text: after, kind: "in" }]);
  }
  // longest[i][j]: the length of the longest common run of words of what is left from i and j on.
  const longest = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i]![j] = a[i] === b[j] ? longest[i + 1]![j + 1]! + 1 : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
    }
  }
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      pieces.push({ text: a[i++]!, kind: "same" });
      j++;
    } else if (j >= b.length || (i < a.length && longest[i + 1]![j]! >= longest[i]![j + 1]!)) {
      pieces.push({ text: a[i++]!, kind: "out" });
    } else {
      pieces.push({ text: b[j++]!, kind: "in" });
    }
  }
  return join(pieces);
}

const wordsOf = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

/** Neighbours of one kind are one; a space between two changes is part of the change. */
function join(pieces: Piece[]): Piece[] {
  const joined: Piece[] = [];
  let change = { out: "", in: "" };
  const close = () => {
    joined.push(...(["out", "in"] as const).filter((kind) => change[kind] !== "").map((kind) => ({ kind, text: change[kind] })));
    change = { out: "", in: "" };
  };
  for (const [i, { kind, text }] of pieces.entries()) {
    const changing = change.out !== "" || change.in !== "";
    if (kind !== "same") {
      change[kind] += text;
    } else if (changing && text.trim() === "" && pieces[i + 1] !== undefined && pieces[i + 1]!.kind !== "same") {
      change.out += text;
      change.in += text;
    } else {
      close();
      const last = joined.at(-1);
      if (last?.kind === "same") {
        last.text += text;
      } else {
        joined.push({ kind, text });
      }
    }
  }
  close();
  return joined;
}
