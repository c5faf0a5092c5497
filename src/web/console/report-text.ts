/** A Markdown report's pieces: paragraphs, list items and tables; nothing else stands in our reports. */
export type Block = { kind: "heading" | "text" | "item"; text: string } | { kind: "table"; head: string[]; rows: string[][] };

export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  for (const line of markdown.split("\n").map((raw) => raw.trim()).filter((text) => text !== "")) {
    const last = blocks.at(-1);
    if (line.startsWith("|")) {
      const cells = cellsOf(line);
      if (last?.kind !== "table" || isNewTable(last, cells)) {
        blocks.push({ kind: "table", head: cells, rows: [] });
      } else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) {
        last.rows.push(cells);
      }
    } else if (line.startsWith("#")) {
      blocks.push({ kind: "heading", text: line.replace(/^#+\s*/, "") });
    } else if (line.startsWith("- ")) {
      blocks.push({ kind: "item", text: line.slice(2) });
    } else {
      blocks.push({ kind: "text", text: line.replaceAll("**", "") });
    }
  }
  return blocks;
}

const isNewTable = (table: { head: string[] }, cells: string[]): boolean => cells.length !== table.head.length;

/** A cell may hold an escaped bar. */
function cellsOf(line: string): string[] {
  return line.slice(1, line.endsWith("|") ? -1 : undefined).split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}
