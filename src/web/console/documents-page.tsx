import { Button } from "@mantine/core";
import { useState } from "react";
import { api, textOf } from "./api";
import { DocumentWarnings } from "./document-warnings";
import { DataTable } from "./lists/data-table";
import { useList } from "./lists/use-list";
import { when } from "./notice";
import { SearchTrial } from "./search-trial";
import type { DocumentRow, IngestResult } from "./types";

/** Reading every document may take long where there are many. */
const ingestPatience = 600_000;

/** What the answers rest on. */
export function DocumentsPage() {
  const documents = useList<DocumentRow>("/api/documents", { sort: "title" });
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
        <Button type="button" disabled={busy} onClick={() => void ingest()}>Bring the index up to date</Button>
      </div>
      <p className="said" role="status">{busy ? "Reading the documents…" : said}</p>
      <p className="error" role="alert">{error}</p>
      <DocumentWarnings />
      <DataTable
        list={documents}
        noun="documents"
        label="Documents"
        empty="No document is indexed."
        keyOf={(row) => row.path}
        columns={[
          { name: "title", sort: "title", cell: (row) => row.title },
          { name: "file", sort: "path", cell: (row) => <code>{row.path}</code> },
          { name: "collection", sort: "collection", cell: (row) => row.collection },
          { name: "passages", sort: "passages", cell: (row) => row.passages, className: "number" },
          { name: "indexed", sort: "updatedAt", cell: (row) => when(row.updatedAt), className: "date" },
        ]}
      />
      <SearchTrial />
    </>
  );
}
