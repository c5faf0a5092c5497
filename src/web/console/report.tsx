import { Table } from "@mantine/core";
import { blocksOf, type Block } from "./report-text";

interface Props {
  markdown: string;
  /** What the rest is folded under; not given: nothing is folded. */
  fold?: string;
  /** How many tables are shown before the fold. */
  tables?: number;
  /** How deep its headings are on the page. */
  depth?: 2 | 3;
}

/** A run's before/after report, or a data set's card. */
export function Report({ markdown, fold, tables = 0, depth = 3 }: Props) {
  const blocks = blocksOf(markdown);
  const folded = blocks.flatMap((block, i) => (block.kind === "table" ? [i] : []))[tables] ?? blocks.length;
  // A table's heading goes with it.
  const shown = fold === undefined ? blocks.length : tables > 0 && blocks[folded - 1]?.kind === "heading" ? folded - 1 : folded;
  return (
    <div className="report">
      {blocks.slice(0, shown).map((block, i) => <Part key={i} block={block} depth={depth} />)}
      {shown < blocks.length && (
        <details>
          <summary>{fold}</summary>
          {blocks.slice(shown).map((block, i) => <Part key={i} block={block} depth={depth} />)}
        </details>
      )}
    </div>
  );
}

function Part({ block, depth }: { block: Block; depth: 2 | 3 }) {
  const Heading = depth === 2 ? "h2" : "h3";
  switch (block.kind) {
    case "heading": return <Heading>{block.text}</Heading>;
    case "item": return <p className="item">{block.text}</p>;
    case "text": return <p>{block.text}</p>;
    case "table": return (
      <div className="scroll" tabIndex={0} role="region" aria-label={block.head.filter((cell) => cell !== "").join(", ")}>
        <Table>
          <Table.Thead><Table.Tr>{block.head.map((cell) => (cell === "" ? <Table.Td key={cell} /> : <Table.Th key={cell} scope="col">{cell}</Table.Th>))}</Table.Tr></Table.Thead>
          <Table.Tbody>{block.rows.map((row, r) => <Table.Tr key={r}>{row.map((cell, c) => <Table.Td key={c}>{cell}</Table.Td>)}</Table.Tr>)}</Table.Tbody>
        </Table>
      </div>
    );
  }
}
