import { blocksOf } from "./report-text";

/** A run's before/after report. */
export function Report({ markdown }: { markdown: string }) {
  return (
    <div className="report">
      {blocksOf(markdown).map((block, i) => {
        switch (block.kind) {
          case "heading": return <h3 key={i}>{block.text}</h3>;
          case "item": return <p key={i} className="item">{block.text}</p>;
          case "text": return <p key={i}>{block.text}</p>;
          case "table": return (
            <div key={i} className="scroll" tabIndex={0} role="region" aria-label={block.head.join(", ")}>
              <table>
                <thead><tr>{block.head.map((cell) => <th key={cell} scope="col">{cell}</th>)}</tr></thead>
                <tbody>{block.rows.map((row, r) => <tr key={r}>{row.map((cell, c) => <td key={c}>{cell}</td>)}</tr>)}</tbody>
              </table>
            </div>
          );
        }
      })}
    </div>
  );
}
