import { useCallback, useEffect, useRef, useState } from "react";
import { api, ApiError, textOf } from "./api";

export interface Loaded<T> {
  value: T | null;
  error: string | null;
  /** Whether the server does not have it at all. */
  missing: boolean;
  reload(): Promise<void>;
}

/** Loads a path now and, with an interval in milliseconds, again and again while the page is seen. */
export function useLoad<T>(path: string, interval = 0, ask: (path: string) => Promise<T> = api): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const asked = useRef(0);
  const shown = useRef(0);
  const reload = useCallback(async () => {
    // An answer that was overtaken by that of a later question is old news.
    const mine = ++asked.current;
    const fresh = () => mine > shown.current;
    try {
      const loaded = await ask(path);
      if (fresh()) {
        shown.current = mine;
        setValue(loaded);
        setError(null);
        setMissing(false);
      }
    } catch (thrown) {
      if (fresh()) {
        shown.current = mine;
        setError(textOf(thrown));
        setMissing(thrown instanceof ApiError && thrown.status === 404);
      }
    }
  }, [path, ask]);
  useEffect(() => {
    void reload();
  }, [reload]);
  useEffect(() => {
    if (interval === 0) {
      return undefined;
    }
    const timer = setInterval(() => {
      if (!document.hidden) {
        void reload();
      }
    }, interval);
    return () => clearInterval(timer);
  }, [reload, interval]);
  return { value, error, missing, reload };
}
