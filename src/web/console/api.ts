/** How long a request may take, in milliseconds. */
const patience = 30_000;
const storageKey = "assistantloop-agent-key";

/** A request that the server refused, with what it said. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

/** The agent's key, for as long as the tab is open. */
export const key = {
  get: (): string | null => sessionStorage.getItem(storageKey),
  set: (value: string): void => sessionStorage.setItem(storageKey, value),
  clear: (): void => sessionStorage.removeItem(storageKey),
};

/** Asks the server; a body makes it a POST. Refusals and lost connections are an {@link ApiError}. */
export async function api<T>(path: string, body?: unknown): Promise<T> {
  let reply: Response;
  try {
    reply = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${key.get() ?? ""}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    throw new ApiError(0, "The server does not answer. Is it running?");
  }
  if (!reply.ok) {
    throw new ApiError(reply.status, await detailOf(reply));
  }
  const text = await reply.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

/** The words of a problem-details body, or of the status where there are none. */
async function detailOf(reply: Response): Promise<string> {
  if (reply.status === 401) {
    return "The key is not the right one.";
  }
  try {
    const problem = (await reply.json()) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? `The server answered ${reply.status}.`;
  } catch {
    return `The server answered ${reply.status}.`;
  }
}

export const textOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
