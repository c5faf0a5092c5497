/** How long a request may take, in milliseconds. */
const patience = 30_000;
const storageKey = "assistantloop-agent-key";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

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

/** Says "refused" when the server takes the key no longer. */
export const session = new EventTarget();

/**
 * Asks the server; a body makes it a POST. Refusals, lost connections and answers that are none of ours are an
 * {@link ApiError}.
 */
export async function api<T>(path: string, body?: unknown, timeout = patience): Promise<T> {
  return send<T>(body === undefined ? "GET" : "POST", path, body, timeout);
}

/** The same by any method. */
export async function send<T>(method: Method, path: string, body?: unknown, timeout = patience): Promise<T> {
  const text = await textFrom(method, path, body, timeout);
  try {
    return (text === "" ? undefined : JSON.parse(text)) as T;
  } catch {
    throw new ApiError(0, "The server's answer is not what the console expects. Reload the page.");
  }
}

/** The same for an answer that is a text, such as a report. */
export const apiText = (path: string): Promise<string> => textFrom("GET", path, undefined, patience);

async function textFrom(method: Method, path: string, body: unknown, timeout: number): Promise<string> {
  let reply: Response;
  let text: string;
  try {
    reply = await fetch(path, {
      method,
      headers: { authorization: `Bearer ${key.get() ?? ""}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeout),
    });
    text = await reply.text();
  } catch (thrown) {
    throw new ApiError(
      0,
      thrown instanceof DOMException && thrown.name === "TimeoutError"
        ? `The server did not answer within ${Math.round(timeout / 1000)} seconds.`
        : "The server does not answer. Is it running?",
    );
  }
  if (reply.status === 401) {
    session.dispatchEvent(new Event("refused"));
  }
  if (!reply.ok) {
    throw new ApiError(reply.status, detailOf(reply.status, text));
  }
  return text;
}

/** The words of a problem-details body, or of the status where there are none. */
function detailOf(status: number, text: string): string {
  if (status === 401) {
    return "The key is not the right one.";
  }
  try {
    const problem = JSON.parse(text) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? `The server answered ${status}.`;
  } catch {
    return `The server answered ${status}.`;
  }
}

export const textOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
