import { Code, Table } from "@mantine/core";
import { NotAvailable } from "../not-available";
import { Notice } from "../notice";
import { useLoad } from "../use-load";

/** Everything that is known of how an answer came about. */
export interface TraceView {
  version: number | null;
  promptHash: string | null;
  /** The assembled prompt, as the model saw it; null where it is no longer kept. */
  prompt: string | null;
  passages: { number: number; title: string; path: string; text: string; score: number; cited: boolean }[];
  firstTextMs: number | null;
  latencyMs: number | null;
  promptTokens: number | null;
  answerTokens: number | null;
  meanEntropy: number | null;
  maxEntropy: number | null;
  finishReason: string | null;
}

/** How an answer came about: what was found, what the model was shown, how long it took and how sure it was. */
export function Trace({ messageId }: { messageId: string }) {
  const trace = useLoad<TraceView>(`/api/messages/${encodeURIComponent(messageId)}/trace`);
  if (trace.missing) {
    return <NotAvailable what="Traces are" />;
  }
  return (
    <section className="card trace" aria-label="Trace of the answer">
      <Notice error={trace.error} loading={trace.value === null} />
      {trace.value && <Shown trace={trace.value} />}
    </section>
  );
}

function Shown({ trace }: { trace: TraceView }) {
  return (
    <>
      <dl className="facts">
        {factsOf(trace).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      <h2>Passages, as the search ranked them</h2>
      {trace.passages.length === 0 ? <p className="muted">The search found none.</p> : (
        <div className="scroll" tabIndex={0} role="region" aria-label="Passages of the trace">
          <Table role="table" className="cards">
            <Table.Thead role="rowgroup"><Table.Tr role="row">{["passage", "score", "cited"].map((name) => <Table.Th key={name} scope="col" role="columnheader">{name}</Table.Th>)}</Table.Tr></Table.Thead>
            <Table.Tbody role="rowgroup">
              {trace.passages.map((passage) => (
                <Table.Tr key={passage.number} role="row">
                  <Table.Th scope="row" role="rowheader" data-label="passage">
                    <details><summary>[{passage.number}] {passage.title}</summary><p>{passage.text}</p><code>{passage.path}</code></details>
                  </Table.Th>
                  <Table.Td role="cell" data-label="score">{passage.score.toFixed(2)}</Table.Td>
                  <Table.Td role="cell" data-label="cited">{passage.cited ? "yes" : "no"}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <details className="prompt">
        <summary>The prompt{trace.promptHash && <> <code>{trace.promptHash.slice(0, 12)}</code></>}</summary>
        {trace.prompt === null ? <p className="muted">It is not kept.</p> : <Code block tabIndex={0} aria-label="The prompt">{trace.prompt}</Code>}
      </details>
    </>
  );
}

const factsOf = (trace: TraceView): [string, string][] => [
  ["Version", trace.version === null ? "none" : `${trace.version}`],
  ["First text", trace.firstTextMs === null ? "not measured" : `${trace.firstTextMs} ms`],
  ["Whole answer", trace.latencyMs === null ? "not measured" : `${trace.latencyMs} ms`],
  ["Prompt", trace.promptTokens === null ? "not counted" : `${trace.promptTokens} tokens`],
  ["Answer", trace.answerTokens === null ? "not counted" : `${trace.answerTokens} tokens`],
  ["Uncertainty", trace.meanEntropy === null ? "not measured" : `${trace.meanEntropy.toFixed(2)} nats, at most ${trace.maxEntropy?.toFixed(2) ?? "?"}`],
  ["Ended", trace.finishReason ?? "not yet"],
];
