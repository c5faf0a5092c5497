import { useEffect, useState } from "react";

export interface Selection<T> {
  item: T | undefined;
  index: number;
  /** Selects the item at a position; positions past the ends are the ends. */
  move(to: number): void;
}

/**
 * The selected one of a list that changes by itself: the item stays selected wherever it moves to, and when it leaves,
 * the one that took its place is selected.
 */
export function useSelection<T>(items: T[], idOf: (item: T) => string): Selection<T> {
  const [at, setAt] = useState<{ id: string | null; index: number }>({ id: null, index: 0 });
  const found = items.findIndex((item) => idOf(item) === at.id);
  const index = found >= 0 ? found : Math.max(0, Math.min(at.index, items.length - 1));
  const item = items[index];
  const id = item === undefined ? null : idOf(item);
  useEffect(() => {
    if (id !== null) {
      setAt({ id, index });
    }
  }, [id, index]);
  const move = (to: number) => {
    const index = Math.max(0, Math.min(to, items.length - 1));
    const wanted = items[index];
    if (wanted !== undefined) {
      setAt({ id: idOf(wanted), index });
    }
  };
  return { item, index, move };
}
