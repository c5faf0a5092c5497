// A visitor without a browser, at the real socket.
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { randomUUID } from "node:crypto";

/** Opens a conversation as a page of the server's own would. */
export async function visitorOf(url, visitorId) {
  const hub = new HubConnectionBuilder().withUrl(new URL("/hub/chat", url).href).configureLogging(LogLevel.None).build();
  await hub.start();
  const { id: conversationId } = await hub.invoke("Start", { visitorId, language: "en", channel: "web" });
  /** The answer's id; null where a person handles the conversation. */
  const answerOf = (call, request) => new Promise((done, fail) => {
    let answer = null;
    hub.stream(call, { ...request, clientMessageId: randomUUID() }).subscribe({
      next: (event) => {
        answer = event.messageId;
      },
      complete: () => done(answer),
      error: fail,
    });
  });
  const ask = (text) => answerOf("Ask", { conversationId, text });
  return {
    hub, conversationId, ask, say: ask,
    regenerate: (messageId) => answerOf("Regenerate", { messageId }),
    rate: (messageId, rating, reason) => hub.invoke("Rate", { messageId, rating, reason }),
    suggest: (messageId, text) => hub.invoke("Suggest", { messageId, text }),
    handOver: (reason) => hub.invoke("HandOver", { conversationId, reason }),
    satisfied: (score, comment) => hub.invoke("Satisfaction", { conversationId, score, comment }),
    end: () => hub.stop(),
  };
}
