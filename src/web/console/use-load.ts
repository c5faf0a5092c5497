import { useCallback, useEffect, useState } from "react";
import { api, textOf } from "./api";

export interface Loaded<T> {
  value: T | null;
  error: string | null;
  reload(): Promise<void>;
}

/** Loads a path now and, with an interval in milliseconds, again and again while the page is seen. */
export function useLoad<T>(path: string, interval = 0): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reload = useCallback(async () => {
    try {
      setValue(await api<T>(path));
      setError(null);
    } catch (thrown) {
      setError(textOf(thrown));
    }
  }, [path]);
  useEffect(() => {
    void reload();
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
  return { value, error, reload };
}
