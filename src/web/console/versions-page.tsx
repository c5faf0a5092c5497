import { useRef, useState, type FormEvent } from "react";
import { api, textOf } from "./api";
import { Notice, when } from "./notice";
import type { Version } from "./types";
import { useLoad } from "./use-load";

type Action = { title: string; path: string; note: string };

/** Every version with its lineage; promotion and rollback ask for a reason first. */
export function VersionsPage() {
  const versions = useLoad<Version[]>("/api/versions", 5_000);
  const [action, setAction] = useState<Action | null>(null);
  const [error, setError] = useState("");
  const [said, setSaid] = useState("");
  const dialog = useRef<HTMLDialogElement>(null);
  const ask = (wanted: Action) => {
    setAction(wanted);
    setError("");
    dialog.current?.showModal();
  };
  const confirm = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason")).trim();
    try {
      const serving = await api<Version>(action!.path, { reason: reason || null });
      setSaid(`Version ${serving.number} answers from the next message on.`);
      dialog.current?.close();
      await versions.reload();
    } catch (thrown) {
      setError(textOf(thrown));
    }
  };
  const rollback = { title: "Roll back", path: "/api/rollback", note: "The version before the serving one answers again, from the next message on." };
  const promote = (version: Version) => ({
    title: `Promote version ${version.number}`,
    path: `/api/versions/${version.id}/promote`,
    note: "It answers from the next message on. The gate is not asked.",
  });
  return (
    <>
      <div className="heading">
        <h1>Versions</h1>
        <button type="button" onClick={() => ask(rollback)}>Roll back</button>
      </div>
      <p className="said" role="status">{said}</p>
      <Notice error={versions.error} loading={versions.value === null} />
      <div className="scroll" tabIndex={0} role="region" aria-label="Versions">
        <table>
          <thead>
            <tr><th scope="col">version</th><th scope="col">state</th><th scope="col">from</th><th scope="col">data set</th><th scope="col">measured</th><th scope="col">made</th><th scope="col">decided</th><th scope="col"><span className="sr">actions</span></th></tr>
          </thead>
          <tbody>
            {versions.value?.map((version) => (
              <tr key={version.id} className={version.serving ? "serving" : undefined}>
                <th scope="row">{version.number}</th>
                <td><span className={`badge ${version.status.replace(" ", "-")}`}>{version.status}</span></td>
                <td>{version.parentNumber ?? "base model"}</td>
                <td><code>{version.dataSetHash?.slice(0, 8) ?? "none"}</code></td>
                <td>{metricsOf(version)}</td>
                <td>{when(version.createdAt)}</td>
                <td>{version.decidedBy}: {version.reason}</td>
                <td>{!version.serving && <button type="button" onClick={() => ask(promote(version))}>Promote<span className="sr"> version {version.number}</span></button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <dialog ref={dialog} aria-labelledby="dialog-title">
        <form onSubmit={(event) => void confirm(event)} key={action?.path}>
          <h2 id="dialog-title">{action?.title}</h2>
          <p>{action?.note}</p>
          <label htmlFor="reason">Reason, for the audit log</label>
          <input id="reason" name="reason" maxLength={500} autoFocus />
          <p className="error" role="alert">{error}</p>
          <div className="buttons">
            <button type="submit" className="primary">{action?.title}</button>
            <button type="button" onClick={() => dialog.current?.close()}>Cancel</button>
          </div>
        </form>
      </dialog>
    </>
  );
}

function metricsOf(version: Version): string {
  return ["score", "accuracy", "citation", "style"]
    .filter((name) => version.metrics?.[name] !== undefined)
    .map((name) => `${name} ${version.metrics![name]!.toFixed(2)}`)
    .join(", ");
}
