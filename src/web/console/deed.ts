import { useState } from "react";
import { api, textOf } from "./api";

export interface Deeds {
  busy: boolean;
  error: string;
  /** Sends it; one at a time. Says whether the server took it. */
  send(path: string, body: unknown): Promise<boolean>;
}

/** Something to be sent to the server, with what came of it. */
export function useDeed(): Deeds {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const send = async (path: string, body: unknown): Promise<boolean> => {
    if (busy) {
      return false;
    }
    setBusy(true);
    setError("");
    try {
      await api(path, body);
      return true;
    } catch (thrown) {
      setError(textOf(thrown));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, send };
}
