import { useState } from "react";
import { api, textOf } from "./api";
import { DocumentWarnings } from "./document-warnings";
import { Notice, when } from "./notice";
import { SearchTrial } from "./search-trial";
import type { DocumentRow, IngestResult } from "./types";
import { useLoad } from "./use-load";

/** Reading every document may take long where there are many. */
const ingestPatience = 600_000;

/** What the answers rest on. */
export function DocumentsPage() {
  const documents = useLoad<DocumentRow[]>("/api/documents");
  const [said, setSaid] = useState("");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const ingest = async () => {
    setBusy(true);
    setError("");
    try {
      const result = await api<IngestResult>("/api/documents/ingest", {}, ingestPatience);
      setSaid(`${result.added} added, ${result.changed} changed, ${result.removed} removed, ${result.unchanged} unchanged.`);
      setError(result.problems.join(" "));
      await documents.reload();
    } catch (thrown) {
      setError(textOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className="heading">
        <h1>Documents</h1>
        <button type="button" disabled={busy} onClick={() => void ingest()}>Bring the index up to date</button>
      </div>
      <p className="said" role="status">{busy ? "Reading the documents…" : said}</p>
      <p className="error" role="alert">{error}</p>
      <DocumentWarnings />
      <Notice error={documents.error} loading={documents.value === null} empty={documents.value?.length === 0 ? "No document is indexed." : null} />
      {documents.value && documents.value.length > 0 && (
        <div className="scroll framed" tabIndex={0} role="region" aria-label="Documents">
          <table>
            <thead><tr><th scope="col">title</th><th scope="col">file</th><th scope="col">passages</th><th scope="col">indexed</th></tr></thead>
            <tbody>
              {documents.value.map((row) => (
                <tr key={row.path}><th scope="row">{row.title}</th><td><code>{row.path}</code></td><td>{row.passages}</td><td>{when(row.updatedAt)}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <SearchTrial />
    </>
  );
}
