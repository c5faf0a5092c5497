import { Table } from "@mantine/core";
import { blocksOf, type Block } from "./report-text";

interface Props {
  markdown: string;
  /** What the rest is folded under; not given: nothing is folded. */
  fold?: string;
  /** How many tables are shown before the fold. */
  tables?: number;
}

/** A run's before/after report, or a data set's card. */
export function Report({ markdown, fold, tables = 0 }: Props) {
  const blocks = blocksOf(markdown);
  const folded = blocks.flatMap((block, i) => (block.kind === "table" ? [i] : []))[tables] ?? blocks.length;
  // A table's heading goes with it.
  const shown = fold === undefined ? blocks.length : tables > 0 && blocks[folded - 1]?.kind === "heading" ? folded - 1 : folded;
  return (
    <div className="report">
      {blocks.slice(0, shown).map((block, i) => <Part key={i} block={block} />)}
      {shown < blocks.length && (
        <details>
          <summary>{fold}</summary>
          {blocks.slice(shown).map((block, i) => <Part key={i} block={block} />)}
        </details>
      )}
    </div>
  );
}

function Part({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading": return <h3>{block.text}</h3>;
    case "item": return <p className="item">{block.text}</p>;
    case "text": return <p>{block.text}</p>;
    case "table": return (
      <div className="scroll" tabIndex={0} role="region" aria-label={block.head.join(", ")}>
        <Table>
          <Table.Thead><Table.Tr>{block.head.map((cell) => <Table.Th key={cell} scope="col">{cell}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>{block.rows.map((row, r) => <Table.Tr key={r}>{row.map((cell, c) => <Table.Td key={c}>{cell}</Table.Td>)}</Table.Tr>)}</Table.Tbody>
        </Table>
      </div>
    );
  }
}
