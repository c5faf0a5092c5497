import { useLoad } from "./use-load";

interface WarningRow {
  path: string;
  title: string;
  signs: string[];
}

const said: Record<string, string> = {
  "overrides-instructions": "says to ignore instructions",
  "asks-for-prompt": "asks for the prompt",
  "speaks-to-assistant": "tells the assistant what to say",
  "opens-turn": "is written like a turn of a conversation",
  "control-token": "holds a control token",
  "citation-mark": "holds a citation mark",
  "active-markup": "holds an image, a script or a link with data",
  "hidden-characters": "holds characters that are not seen",
  "encoded-text": "holds encoded text",
};

/** Documents that someone should look at, since they seem to speak to the assistant. */
export function DocumentWarnings() {
  const warnings = useLoad<WarningRow[]>("/api/documents/warnings");
  if (warnings.error) {
    return <p className="error" role="alert">{warnings.error}</p>;
  }
  if (!warnings.value || warnings.value.length === 0) {
    return null;
  }
  return (
    <section aria-label="Warnings">
      <h2>Look at these</h2>
      <p className="muted">They look as if they gave the assistant instructions. They are found like any other document.</p>
      <ul>
        {warnings.value.map((row) => (
          <li key={row.path}>{row.title} <code>{row.path}</code>: {row.signs.map((sign) => said[sign] ?? sign).join("; ")}</li>
        ))}
      </ul>
    </section>
  );
}
