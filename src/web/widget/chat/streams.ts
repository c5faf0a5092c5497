interface StreamLike<T> {
  subscribe(observer: { next(value: T): void; error(reason: unknown): void; complete(): void }): { dispose(): void };
}

/** A SignalR stream as an async iterable. */
export async function* events<T>(stream: StreamLike<T>): AsyncGenerator<T> {
  const arrived: T[] = [];
  let ended = false;
  let failure: unknown;
  let wake = () => {};
  const subscription = stream.subscribe({
    next: (value) => {
      arrived.push(value);
      wake();
    },
    error: (reason) => {
      failure = reason ?? new Error("The stream failed.");
      wake();
    },
    complete: () => {
      ended = true;
      wake();
    },
  });
  try {
    for (;;) {
      while (arrived.length > 0) {
        yield arrived.shift()!;
      }
      if (failure) {
        throw failure;
      }
      if (ended) {
        return;
      }
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    subscription.dispose();
  }
}
