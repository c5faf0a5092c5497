import { useRef, useState, type FormEvent } from "react";
import { api, textOf } from "./api";
import { Notice } from "./notice";
import type { Version } from "./types";
import { useLoad } from "./use-load";
import { VersionTable } from "./version-table";

type Action = { title: string; path: string; note: string };

/** Every version with its lineage; promotion and rollback ask for a reason first. */
export function VersionsPage() {
  const versions = useLoad<Version[]>("/api/versions", 5_000);
  const [action, setAction] = useState<Action | null>(null);
  const [error, setError] = useState("");
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const ask = (wanted: Action) => {
    setAction(wanted);
    setError("");
    dialog.current?.showModal();
  };
  const confirm = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason")).trim();
    setBusy(true);
    try {
      const serving = await api<Version>(action!.path, { reason: reason || null });
      setSaid(`Version ${serving.number} answers from the next message on.`);
      dialog.current?.close();
      await versions.reload();
    } catch (thrown) {
      setError(textOf(thrown));
    } finally {
      setBusy(false);
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
        <button type="button" disabled={(versions.value?.length ?? 0) < 2} onClick={() => ask(rollback)}>Roll back</button>
      </div>
      <p className="said" role="status">{said}</p>
      <Notice error={versions.error} loading={versions.value === null} />
      {versions.value && <VersionTable versions={versions.value} onPromote={(version) => ask(promote(version))} />}
      <dialog ref={dialog} aria-labelledby="dialog-title">
        <form onSubmit={(event) => void confirm(event)} key={action?.path}>
          <h2 id="dialog-title">{action?.title}</h2>
          <p>{action?.note}</p>
          <label htmlFor="reason">Reason, for the audit log</label>
          <input id="reason" name="reason" maxLength={500} autoFocus />
          <p className="error" role="alert">{error}</p>
          <div className="buttons">
            <button type="submit" className="primary" disabled={busy}>{action?.title}</button>
            <button type="button" onClick={() => dialog.current?.close()}>Cancel</button>
          </div>
        </form>
      </dialog>
    </>
  );
}
