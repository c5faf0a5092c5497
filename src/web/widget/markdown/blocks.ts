/** A block of Markdown: a part of the text that can be shown without knowing what comes after it. */
export type Block =
  | { kind: "paragraph"; text: string }
  | { kind: "heading"; level: number; text: string }
  | { kind: "code"; text: string }
  | { kind: "quote"; blocks: Block[] }
  | { kind: "list"; ordered: boolean; start: number; items: Block[][] }
  | { kind: "table"; head: string[]; rows: string[][] }
  | { kind: "rule" };

export interface PlacedBlock {
  block: Block;
  /** Where the block begins in the text. */
  from: number;
}

const fence = /^ {0,3}(`{3,}|~{3,})[^`]*$/;
const heading = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$/;
const rule = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const quote = /^ {0,3}> ?/;
const item = /^( {0,3})([-*+•]|\d{1,9}[.)])([ \t]+|$)/;
const divider = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
/** A text nested deeper is shown as it is. */
const maxDepth = 6;

/** Splits Markdown into blocks. HTML is no mark-up here: it stays text. */
export function blocksOf(text: string, depth = 0): PlacedBlock[] {
  const lines = text.split("\n");
  const starts: number[] = [];
  lines.reduce((at, line) => (starts.push(at), at + line.length + 1), 0);
  const blocks: PlacedBlock[] = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at]!.trim() === "") {
      at++;
      continue;
    }
    const from = at;
    const [block, next] = depth > maxDepth ? paragraph(lines, at, true) : blockAt(lines, at, depth);
    at = next;
    blocks.push({ block, from: starts[from]! });
  }
  return blocks;
}

function blockAt(lines: string[], at: number, depth: number): [Block, number] {
  const line = lines[at]!;
  const opened = fence.exec(line);
  if (opened) {
    return code(lines, at, opened[1]!);
  }
  const titled = heading.exec(line);
  if (titled) {
    return [{ kind: "heading", level: titled[1]!.length, text: titled[2]! }, at + 1];
  }
  if (rule.test(line)) {
    return [{ kind: "rule" }, at + 1];
  }
  if (quote.test(line)) {
    let end = at;
    while (end < lines.length && quote.test(lines[end]!)) {
      end++;
    }
    const inner = lines.slice(at, end).map((quoted) => quoted.replace(quote, ""));
    return [{ kind: "quote", blocks: blocksOf(inner.join("\n"), depth + 1).map(({ block }) => block) }, end];
  }
  if (item.test(line)) {
    return list(lines, at, depth);
  }
  if (line.includes("|") && divider.test(lines[at + 1] ?? "") && lines[at + 1]!.includes("-")) {
    return table(lines, at);
  }
  return paragraph(lines, at, false);
}

function code(lines: string[], at: number, opened: string): [Block, number] {
  let end = at + 1;
  while (end < lines.length && !closes(lines[end]!, opened)) {
    end++;
  }
  return [{ kind: "code", text: lines.slice(at + 1, end).join("\n") }, end + 1];
}

function closes(line: string, opened: string): boolean {
  const bare = line.trim();
  return bare.length >= opened.length && bare === opened[0]!.repeat(bare.length);
}

function list(lines: string[], at: number, depth: number): [Block, number] {
  const first = item.exec(lines[at]!)!;
  const ordered = /\d/.test(first[2]!);
  const items: Block[][] = [];
  let next = at;
  while (next < lines.length) {
    const mark = item.exec(lines[next]!);
    if (!mark || /\d/.test(mark[2]!) !== ordered || rule.test(lines[next]!)) {
      break;
    }
    const width = mark[3] === "" || mark[3]!.length > 4 ? mark[1]!.length + mark[2]!.length + 1 : mark[0].length;
    const own = [lines[next]!.slice(mark[0].length)];
    let end = next + 1;
    for (; end < lines.length; end++) {
      const line = lines[end]!;
      const indent = line.length - line.trimStart().length;
      const blank = line.trim() === "";
      // Four spaces nest below any item: that is how models write it, whatever the width of the mark.
      const belongs = blank || indent >= Math.min(width, 2) && !(indent < width && item.test(line));
      const goesOn = !blank && own.at(-1)!.trim() !== "" && !startsBlock(line);
      if (!belongs && !goesOn) {
        break;
      }
      own.push(line.slice(Math.min(indent, width)));
    }
    while (own.length > 1 && own.at(-1)!.trim() === "") {
      own.pop();
    }
    items.push(blocksOf(own.join("\n"), depth + 1).map(({ block }) => block));
    next = end;
  }
  return [{ kind: "list", ordered, start: ordered ? parseInt(first[2]!, 10) : 1, items }, next];
}

function table(lines: string[], at: number): [Block, number] {
  let end = at + 2;
  while (end < lines.length && lines[end]!.includes("|") && lines[end]!.trim() !== "") {
    end++;
  }
  return [{ kind: "table", head: cells(lines[at]!), rows: lines.slice(at + 2, end).map(cells) }, end];
}

function cells(line: string): string[] {
  const bare = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return bare.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function paragraph(lines: string[], at: number, whole: boolean): [Block, number] {
  let end = at + 1;
  while (end < lines.length && lines[end]!.trim() !== "" && (whole || !startsBlock(lines[end]!))) {
    end++;
  }
  return [{ kind: "paragraph", text: lines.slice(at, end).join("\n") }, end];
}

function startsBlock(line: string): boolean {
  return fence.test(line) || heading.test(line) || rule.test(line) || quote.test(line) || item.test(line);
}
