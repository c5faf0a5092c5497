import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { useEffect, useState } from "react";
import { key, textOf } from "./api";
import type { RunEvent } from "./types";

/** A run's events as they come; the socket is closed with the page or with the run. */
export function useRunEvents(runId: string | null): { events: RunEvent[]; error: string | null } {
  const [events, setEvents] = useState<RunEvent[]>([]);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    setEvents([]);
    setError(null);
    if (runId === null) {
      return undefined;
    }
    const hub = new HubConnectionBuilder()
      .withUrl("/hub/console", { accessTokenFactory: () => key.get() ?? "" })
      .configureLogging(LogLevel.None)
      .build();
    let last = 0;
    let closed = false;
    const watch = async () => {
      try {
        await hub.start();
        hub.stream<RunEvent>("WatchRun", runId, last).subscribe({
          next: (event) => {
            last = event.sequence;
            setEvents((before) => [...before, event]);
          },
          error: () => again(),
          complete: () => {},
        });
      } catch (thrown) {
        setError(textOf(thrown));
        again();
      }
    };
    // What was seen already is not asked for again.
    const again = () => {
      if (!closed) {
        setTimeout(() => void hub.stop().then(watch), 1000);
      }
    };
    void watch();
    return () => {
      closed = true;
      void hub.stop();
    };
  }, [runId]);
  return { events, error };
}
