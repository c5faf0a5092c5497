import { useEffect, useRef, useState, type FormEvent } from "react";
import { api, ApiError, textOf } from "./api";

/** Something that is done for a reason, after a question. */
export interface Action {
  title: string;
  note: string;
  path: string;
  /** What is sent beside the reason. */
  body?: object;
  /** Whether it is not done without a reason. */
  mustSayWhy?: boolean;
  /** What is said when it is done. */
  done: string;
  /** What is asked instead where the server refuses because the gate did not pass the version. */
  instead?: Action;
}

interface Props {
  action: Action | null;
  onClose(): void;
  onDone(said: string): void;
}

/** Asks for the reason, which goes to the audit log, and does it. */
export function AskDialog({ action, onClose, onDone }: Props) {
  const [asked, setAsked] = useState(action);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    setAsked(action);
    setError("");
    if (action !== null) {
      dialog.current?.showModal();
    } else {
      dialog.current?.close();
    }
  }, [action]);
  const confirm = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason")).trim();
    if (asked === null || busy) {
      return;
    }
    if (asked.mustSayWhy && reason === "") {
      setError("Say why: it is kept beside the gate's decision.");
      return;
    }
    setBusy(true);
    try {
      await api(asked.path, { ...asked.body, reason: reason || null });
      onDone(asked.done);
    } catch (thrown) {
      setError(textOf(thrown));
      if (asked.instead && thrown instanceof ApiError && thrown.status === 409 && thrown.message.includes("override the gate")) {
        setAsked(asked.instead);
      }
    } finally {
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} aria-labelledby="dialog-title" onClose={onClose}>
      <form onSubmit={(event) => void confirm(event)} key={action?.path} noValidate>
        <h2 id="dialog-title">{asked?.title}</h2>
        <p>{asked?.note}</p>
        <label htmlFor="reason">Reason, for the audit log{asked?.mustSayWhy ? " (required)" : ""}</label>
        <input id="reason" name="reason" maxLength={500} required={asked?.mustSayWhy} autoFocus />
        <p className="error" role="alert">{error}</p>
        <div className="buttons">
          <button type="submit" className="primary" disabled={busy}>{asked?.title}</button>
          <button type="button" onClick={() => dialog.current?.close()}>Cancel</button>
        </div>
      </form>
    </dialog>
  );
}
