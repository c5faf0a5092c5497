import { Button } from "@mantine/core";
import { useState } from "react";
import { apiText, textOf } from "./api";
import { download } from "./download";
import { Notice } from "./notice";
import { useLoad } from "./use-load";

const formats = { html: ["HTML", "text/html"], md: ["Markdown", "text/markdown"], json: ["JSON", "application/json"] } as const;

/** The before/after report of a run as it was kept. It is shown where nothing in it can run or reach the console. */
export function RunReportPage({ id }: { id: string }) {
  const path = `/api/runs/${encodeURIComponent(id)}/report`;
  const page = useLoad(path, 0, apiText);
  const [error, setError] = useState("");
  const [said, setSaid] = useState("");
  const save = async (format: keyof typeof formats) => {
    setError("");
    try {
      download(await apiText(`${path}?format=${format}`), `report-${id}.${format}`, formats[format][1]);
      setSaid(`The report is saved as ${formats[format][0]}.`);
    } catch (thrown) {
      setError(textOf(thrown));
    }
  };
  return (
    <>
      <p className="back"><a href="#/learning">All runs</a></p>
      <div className="heading">
        <h1>Report</h1>
        {page.value !== null && (
          <div className="buttons" role="group" aria-label="Save the report">
            <span className="muted">Save as</span>
            {(["html", "md", "json"] as const).map((format) => (
              <Button key={format} type="button" onClick={() => void save(format)}>{formats[format][0]}</Button>
            ))}
          </div>
        )}
      </div>
      <p className="error" role="alert">{error}</p>
      <p className="said" role="status">{said}</p>
      <Notice error={page.error} loading={page.value === null} />
      {page.value !== null && <iframe className="document" title="The report" sandbox="" srcDoc={withNonce(page.value)} />}
    </>
  );
}

/** The frame is under this page's policy, which lets the report's own styles in by the page's nonce alone. */
function withNonce(report: string): string {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
  return report.replace("<style>", `<style nonce="${nonce}">`);
}
