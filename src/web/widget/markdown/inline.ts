/** A piece of a line of Markdown. */
export type Piece =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "break" }
  | { kind: "strong" | "emphasis" | "struck"; pieces: Piece[] }
  | { kind: "link"; address: string; pieces: Piece[] }
  | { kind: "mark"; number: number };

const escapable = /[!-/:-@[-`{-~]/;
const bareAddress = /^(?:https?:\/\/|mailto:)[^\s<>"'`\]]{2,2000}/i;
const cited = /^\[(\d{1,3})\](?!\()/;
const maxDepth = 8;

/** Reads a line's mark-up. What is not mark-up is text; an image is a link to it, named by its alternative text. */
export function piecesOf(text: string, depth = 0): Piece[] {
  const pieces: Piece[] = [];
  let plain = "";
  let at = 0;
  const flush = (): void => {
    if (plain !== "") {
      pieces.push({ kind: "text", text: plain });
      plain = "";
    }
  };
  const take = (piece: Piece, length: number): void => {
    flush();
    pieces.push(piece);
    at += length;
  };
  while (at < text.length) {
    const rest = text.slice(at, at + 4096);
    const here = text[at]!;
    const found = depth > maxDepth ? null : pieceAt(rest, here, text[at - 1] ?? "", depth);
    if (here === "\\" && at + 1 < text.length && escapable.test(text[at + 1]!)) {
      plain += text[at + 1]!;
      at += 2;
    } else if (found) {
      take(...found);
    } else {
      plain += here;
      at++;
    }
  }
  flush();
  return pieces;
}

function pieceAt(rest: string, here: string, before: string, depth: number): [Piece, number] | null {
  switch (here) {
    case "\n":
      return [{ kind: "break" }, 1];
    case "`":
      return codeAt(rest);
    case "*":
    case "_":
    case "~":
      return emphasisAt(rest, here, before, depth);
    case "!":
      return rest[1] === "[" ? imageAt(rest, depth) : null;
    case "[":
      return markAt(rest) ?? linkAt(rest, depth);
    case "<": {
      const angled = /^<((?:https?:\/\/|mailto:)[^\s<>]{2,2000})>/i.exec(rest);
      return angled ? [linkTo(angled[1]!), angled[0].length] : null;
    }
    case "h":
    case "H":
    case "m":
    case "M":
      return /[\p{L}\p{N}]/u.test(before) ? null : addressAt(rest);
    default:
      return null;
  }
}

function codeAt(rest: string): [Piece, number] | null {
  const ticks = /^`+/.exec(rest)![0];
  const end = rest.slice(ticks.length).search(new RegExp(`(?<!\`)${ticks}(?!\`)`));
  if (end <= 0) {
    return null;
  }
  const text = rest.slice(ticks.length, ticks.length + end).replaceAll("\n", " ");
  return [{ kind: "code", text: text.replace(/^ (.*\S.*) $/, "$1") }, end + 2 * ticks.length];
}

function emphasisAt(rest: string, mark: string, before: string, depth: number): [Piece, number] | null {
  const double = rest[1] === mark;
  const run = double ? mark + mark : mark;
  const wordBefore = /[\p{L}\p{N}]/u.test(before);
  if (before === mark || (mark === "~" && !double) || /^\s|^$/.test(rest.slice(run.length)) || (mark === "_" && wordBefore)) {
    return null;
  }
  for (let end = rest.indexOf(run, run.length + 1); end > 0; end = rest.indexOf(run, end + 1)) {
    const after = rest[end + run.length] ?? "";
    const inside = rest.slice(run.length, end);
    const longer = !double && after === mark;
    if (longer) {
      end++;
      continue;
    }
    if (/\s$/.test(inside) || inside.endsWith("\\") || (mark === "_" && /[\p{L}\p{N}]/u.test(after)) || inside.includes("\n\n")) {
      continue;
    }
    // `***both***`: the outer mark takes the last of the closing ones.
    const close = double && after === mark ? end + 1 : end;
    const kind = mark === "~" ? "struck" : double ? "strong" : "emphasis";
    return [{ kind, pieces: piecesOf(rest.slice(run.length, close), depth + 1) }, close + run.length];
  }
  return null;
}

function markAt(rest: string): [Piece, number] | null {
  const found = cited.exec(rest);
  return found ? [{ kind: "mark", number: Number(found[1]) }, found[0].length] : null;
}

function imageAt(rest: string, depth: number): [Piece, number] | null {
  const link = linkAt(rest.slice(1), depth);
  if (!link || link[0].kind !== "link") {
    return null;
  }
  const { address, pieces } = link[0];
  return [{ kind: "link", address, pieces: pieces.length > 0 ? pieces : [{ kind: "text", text: address }] }, link[1] + 1];
}

function linkAt(rest: string, depth: number): [Piece, number] | null {
  const close = closing(rest, "[", "]");
  if (close < 0 || rest[close + 1] !== "(") {
    return null;
  }
  const tail = rest.slice(close + 1);
  const end = closing(tail, "(", ")");
  if (end < 0) {
    return null;
  }
  // The address ends at the first space; what follows is a title, which nobody needs.
  const address = tail.slice(1, end).trim().replace(/^<([^>]*)>.*$/s, "$1").split(/\s/)[0]!;
  const label = rest.slice(1, close);
  return [{ kind: "link", address, pieces: label.trim() === "" ? [{ kind: "text", text: address }] : unlinked(piecesOf(label, depth + 1)) }, close + 1 + end + 1];
}

/** Where the bracket that opens a text is closed; -1 where it is not. */
function closing(text: string, open: string, close: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "\\") {
      at++;
    } else if (text[at] === open) {
      depth++;
    } else if (text[at] === close && --depth === 0) {
      return at;
    }
  }
  return -1;
}

function addressAt(rest: string): [Piece, number] | null {
  const found = bareAddress.exec(rest);
  if (!found) {
    return null;
  }
  let address = found[0].replace(/[.,;:!?*_~'"]+$/, "");
  while (address.endsWith(")") && address.split("(").length < address.split(")").length) {
    address = address.slice(0, -1).replace(/[.,;:!?*_~'"]+$/, "");
  }
  return [linkTo(address), address.length];
}

function linkTo(address: string): Piece {
  return { kind: "link", address, pieces: [{ kind: "text", text: address }] };
}

/** A link within a link's text is its text. */
function unlinked(pieces: Piece[]): Piece[] {
  return pieces.flatMap((piece) =>
    piece.kind === "link" ? piece.pieces : "pieces" in piece ? [{ ...piece, pieces: unlinked(piece.pieces) }] : [piece],
  );
}
