import { useSyncExternalStore } from "react";

// The address's fragment holds the page and, after a question mark, what its lists show: a reload and a step back keep it.
const changed = "hash-query";

const read = (): string => location.hash.split("?")[1] ?? "";

function listen(told: () => void): () => void {
  for (const name of [changed, "hashchange", "popstate"]) {
    addEventListener(name, told);
  }
  return () => {
    for (const name of [changed, "hashchange", "popstate"]) {
      removeEventListener(name, told);
    }
  };
}

/** The fragment's query, as text. */
export const useHashQuery = (): URLSearchParams => new URLSearchParams(useSyncExternalStore(listen, read));

/**
 * Sets names of the fragment's query; an empty value takes the name out.
 * @param step whether a step back leads to what was shown before.
 */
export function setHashQuery(values: Record<string, string>, step: boolean): void {
  const query = new URLSearchParams(read());
  for (const [name, value] of Object.entries(values)) {
    if (value === "") {
      query.delete(name);
    } else {
      query.set(name, value);
    }
  }
  const text = query.toString();
  const address = `${location.hash.split("?")[0] || "#/"}${text === "" ? "" : `?${text}`}`;
  if (address !== location.hash) {
    history[step ? "pushState" : "replaceState"](null, "", address);
    dispatchEvent(new Event(changed));
  }
}
