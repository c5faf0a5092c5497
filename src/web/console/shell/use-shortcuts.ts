import { useEffect, useRef } from "react";
import { pages, type Page } from "../router";
import { letters } from "./navigation";

/** How long g waits for its letter, in milliseconds. */
const patience = 1200;

/** Whether a key is meant for a field or for a dialog that is open. */
export const isElsewhere = (event: KeyboardEvent): boolean =>
  event.ctrlKey || event.metaKey || event.altKey
  || (event.target instanceof HTMLElement && event.target.closest('textarea, input, select, [contenteditable="true"], [role="dialog"]') !== null);

/** ? shows the keys, g and a letter goes to a page. */
export function useShortcuts(onHelp: () => void): void {
  const help = useRef(onHelp);
  help.current = onHelp;
  useEffect(() => {
    let begun = -Infinity;
    const act = (event: KeyboardEvent) => {
      if (isElsewhere(event)) {
        return;
      }
      if (event.timeStamp - begun < patience) {
        begun = -Infinity;
        const page = pages.find((one: Page) => letters[one] === event.key);
        if (page !== undefined) {
          event.preventDefault();
          // The page must not take the letter for one of its own.
          event.stopImmediatePropagation();
          location.hash = `#/${page}`;
        }
      } else if (event.key === "g") {
        begun = event.timeStamp;
      } else if (event.key === "?") {
        event.preventDefault();
        help.current();
      }
    };
    addEventListener("keydown", act, { capture: true });
    return () => removeEventListener("keydown", act, { capture: true });
  }, []);
}
