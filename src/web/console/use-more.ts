import { useEffect, useState } from "react";
import { api, textOf } from "./api";

/** A page of a list; next says after what the following one starts, null at the end. */
export interface Page<T> {
  items: T[];
  next: string | number | null;
}

export interface More<T> {
  items: T[];
  next: string | number | null;
  busy: boolean;
  error: string | null;
  load(): Promise<void>;
}

/**
 * The pages after the first; a first page that changed starts them anew.
 * @param path what the first page was asked for with, up to and with its question mark.
 * @param name what the query calls the place where a page starts.
 */
export function useMore<T>(path: string, first: Page<T> | null, name = "after"): More<T> {
  const [items, setItems] = useState<T[]>([]);
  const [next, setNext] = useState<string | number | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    setItems([]);
    setNext(first?.next ?? null);
  }, [first]);
  const load = async () => {
    setBusy(true);
    try {
      const page = await api<Page<T>>(`${path}&${name}=${next}`);
      setItems((before) => [...before, ...page.items]);
      setNext(page.next);
      setError(null);
    } catch (thrown) {
      setError(textOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return { items, next, busy, error, load };
}
