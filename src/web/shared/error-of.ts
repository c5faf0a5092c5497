import type { ErrorView } from "./protocol";

/** Finds the server's error body in the text that SignalR wraps around it; any other failure has the code `unreachable`. */
export function errorOf(thrown: unknown): ErrorView {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const start = text.indexOf("{");
  if (start >= 0) {
    try {
      const body: unknown = JSON.parse(text.slice(start));
      if (typeof body === "object" && body !== null && "code" in body && "detail" in body) {
        const after = "retryAfterSeconds" in body ? Number(body.retryAfterSeconds) : 0;
        return { code: String(body.code), detail: String(body.detail), ...(after > 0 ? { retryAfterSeconds: after } : {}) };
      }
    } catch {
      // Not our error body: it is told as any other failure.
    }
  }
  return { code: "unreachable", detail: "The assistant cannot be reached. Please try again." };
}
