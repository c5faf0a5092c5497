import { blocksOf, type Block } from "./report-text";

/** A run's before/after report or a data set's card. With a fold, what follows the opening lines is folded under that name. */
export function Report({ markdown, fold }: { markdown: string; fold?: string }) {
  const blocks = blocksOf(markdown);
  const table = blocks.findIndex((block) => block.kind === "table");
  const shown = fold === undefined || table < 0 ? blocks.length : table;
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
        <table>
          <thead><tr>{block.head.map((cell) => <th key={cell} scope="col">{cell}</th>)}</tr></thead>
          <tbody>{block.rows.map((row, r) => <tr key={r}>{row.map((cell, c) => <td key={c}>{cell}</td>)}</tr>)}</tbody>
        </table>
      </div>
    );
  }
}
