import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { useEffect, useRef, useState } from "react";
import { key } from "./api";
import type { RunEvent } from "./types";

const retryAfter = 1000;

/** What of a socket is used here. */
export interface RunHub {
  start(): Promise<void>;
  stop(): Promise<void>;
  stream(method: string, ...values: unknown[]): {
    subscribe(observer: { next(event: RunEvent): void; error(reason: unknown): void; complete(): void }): unknown;
  };
}

export interface RunListener {
  next(event: RunEvent): void;
  /** Whether the socket is lost at the moment. */
  interrupted(lost: boolean): void;
  ended(): void;
}

function openHub(): RunHub {
  return new HubConnectionBuilder()
    .withUrl("/hub/console", { accessTokenFactory: () => key.get() ?? "" })
    .configureLogging(LogLevel.None)
    .build();
}

/** Tells a run's events until it ends; after a lost socket it asks for what came since. Returns what stops it. */
export function watchRun(runId: string, listener: RunListener, hub: RunHub = openHub()): () => void {
  let last = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = () => {
    if (!stopped) {
      listener.interrupted(true);
      timer = setTimeout(() => void hub.stop().then(watch), retryAfter);
    }
  };
  const watch = async () => {
    if (stopped) {
      return;
    }
    try {
      await hub.start();
    } catch {
      again();
      return;
    }
    if (stopped) {
      void hub.stop();
      return;
    }
    listener.interrupted(false);
    hub.stream("WatchRun", runId, last).subscribe({
      next: (event) => {
        last = event.sequence;
        listener.next(event);
      },
      error: again,
      complete: () => {
        void hub.stop();
        listener.ended();
      },
    });
  };
  void watch();
  return () => {
    stopped = true;
    clearTimeout(timer);
    void hub.stop();
  };
}

/** A run's events as they come; the socket is closed with the page or with the run. */
export function useRunEvents(runId: string, onEnded: () => void): { events: RunEvent[]; interrupted: boolean } {
  const [events, setEvents] = useState<RunEvent[]>([]);
  const [interrupted, setInterrupted] = useState(false);
  const ended = useRef(onEnded);
  ended.current = onEnded;
  useEffect(() => {
    setEvents([]);
    return watchRun(runId, {
      next: (event) => setEvents((before) => [...before, event]),
      interrupted: setInterrupted,
      ended: () => ended.current(),
    });
  }, [runId]);
  return { events, interrupted };
}
