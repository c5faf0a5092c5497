// A stand-in for the server that speaks docs/protocol.md: SignalR's JSON protocol over a web socket, and /api/site.
// Answers are written by a script of the test's, so that every state of the widget can be brought about.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { WebSocketServer } from "ws";

const end = "\x1e";
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const site = {
  business: "Alder & Finch",
  assistant: "Finch",
  welcome: "Hello! I am Finch. Ask me about **shipping**, returns or a product.",
  suggestions: ["How much is standard shipping?", "How long can I return an item?"],
  handOver: true,
  satisfaction: true,
  requireIdentity: false,
  theme: {},
};

export class FakeServer {
  conversations = new Map();
  sockets = new Set();
  /** All calls of the hub: [name, arguments]. */
  calls = [];
  /** All requests over HTTP, for tests that nothing else is asked for. */
  requests = [];
  site = { ...site };
  /** Whether new sockets are refused, as if the network were gone. */
  offline = false;
  /** Answers a question: {text, citations?, actions?, delay?, pieces?, error?, fail?}. */
  answer = (question) => ({ text: `You said: ${question}` });
  /** Paths to pages of the test's own: {html, headers?}. */
  pages = new Map();

  static async start(port = 0) {
    const server = new FakeServer();
    await new Promise((resolve) => server.#http.listen(port, "127.0.0.1", resolve));
    server.port = server.#http.address().port;
    server.url = `http://127.0.0.1:${server.port}`;
    return server;
  }

  #http = createServer((request, reply) => void this.#serve(request, reply));
  #web = new WebSocketServer({ noServer: true });

  constructor() {
    this.#http.on("upgrade", (request, socket, head) => {
      if (this.offline) {
        socket.destroy();
        return;
      }
      this.#web.handleUpgrade(request, socket, head, (opened) => new Client(this, opened));
    });
  }

  async close() {
    this.drop();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  /** Cuts every socket, as a lost network does. */
  drop() {
    this.sockets.forEach((client) => client.socket.terminate());
  }

  get last() {
    return [...this.conversations.values()].at(-1);
  }

  /** Tells every page of a conversation something. */
  tell(conversation, target, ...args) {
    this.sockets.forEach((client) => client.opened === conversation.id && client.invoke(target, ...args));
  }

  agentSays(conversation, text, author = "Anna", role = "agent") {
    const message = add(conversation, { role, author, text, state: "complete" });
    this.tell(conversation, "MessageAdded", view(message));
    return message;
  }

  handle(conversation, by, agent) {
    conversation.handling = { conversationId: conversation.id, by, ...(agent ? { agent } : {}) };
    this.tell(conversation, "HandlingChanged", conversation.handling);
    return conversation.handling;
  }

  act(conversation, actionId, change) {
    const action = conversation.messages.flatMap(({ actions }) => actions).find(({ id }) => id === actionId);
    Object.assign(action, change);
    this.tell(conversation, "ActionChanged", action);
    return action;
  }

  async #serve(request, reply) {
    const { pathname } = new URL(request.url, "http://x");
    this.requests.push(request.url);
    const send = (status, type, body, headers = {}) => {
      reply.writeHead(status, { "content-type": type, "access-control-allow-origin": "*", ...headers });
      reply.end(body);
    };
    const page = this.pages.get(pathname);
    if (this.offline) {
      request.socket.destroy();
    } else if (page) {
      send(200, "text/html; charset=utf-8", page.html, page.headers);
    } else if (pathname === "/api/site") {
      send(200, "application/json", JSON.stringify(this.site));
    } else if (pathname === "/widget.js" || pathname === "/index.js" || pathname === "/shop.css") {
      const folder = pathname === "/index.js" ? "../dist/package" : "../dist";
      send(200, pathname.endsWith("css") ? "text/css" : "text/javascript", await readFile(new URL(`${folder}${pathname}`, import.meta.url)));
    } else {
      send(404, "text/plain", "Not here.");
    }
  }
}

/** One socket. */
class Client {
  opened = null;
  #streams = new Set();

  constructor(server, socket) {
    this.server = server;
    this.socket = socket;
    server.sockets.add(this);
    socket.on("close", () => server.sockets.delete(this));
    socket.on("error", () => {});
    socket.on("message", (data) => String(data).split(end).filter(Boolean).forEach((text) => this.#heard(JSON.parse(text))));
  }

  invoke(target, ...args) {
    this.#send({ type: 1, target, arguments: args });
  }

  #send(message) {
    if (this.socket.readyState === 1) {
      this.socket.send(JSON.stringify(message) + end);
    }
  }

  #heard(message) {
    if (message.protocol) {
      this.socket.send(`{}${end}`);
    } else if (message.type === 6) {
      this.#send({ type: 6 });
    } else if (message.type === 5) {
      this.#streams.delete(message.invocationId);
    } else if (message.type === 1 || message.type === 4) {
      void this.#called(message);
    }
  }

  async #called({ type, target, invocationId, arguments: args }) {
    this.server.calls.push([target, ...args]);
    try {
      const result = await calls[target](this, ...args);
      if (type === 4) {
        this.#streams.add(invocationId);
        for await (const item of result ?? []) {
          if (!this.#streams.has(invocationId) || this.socket.readyState !== 1) {
            return;
          }
          this.#send({ type: 2, invocationId, item });
        }
        this.#send({ type: 3, invocationId });
      } else {
        this.#send({ type: 3, invocationId, result: result ?? null });
      }
    } catch (thrown) {
      const error = thrown.code ? thrown : { code: "failed", detail: String(thrown) };
      this.#send({ type: 3, invocationId, error: `An unexpected error occurred invoking '${target}' on the server. HubException: ${JSON.stringify(error)}` });
    }
  }
}

const calls = {
  async Start(client, request) {
    const conversation = client.server.conversations.get(request.conversationId) ?? begin(client.server);
    client.opened = conversation.id;
    return {
      id: conversation.id,
      messages: conversation.messages.map(view),
      handling: conversation.handling,
      seen: conversation.seen,
      satisfaction: conversation.satisfaction,
    };
  },
  async Ask(client, { conversationId, clientMessageId, text }) {
    const conversation = client.server.conversations.get(conversationId);
    const known = conversation.messages.find((message) => message.clientId === clientMessageId);
    if (known) {
      return known.answer ? follow(known.answer, 0) : [];
    }
    const script = client.server.answer(text, conversation);
    if (script.error) {
      throw script.error;
    }
    const question = add(conversation, { role: "visitor", text, clientId: clientMessageId, state: "complete" });
    if (conversation.handling.by !== "assistant") {
      return [];
    }
    question.answer = write(conversation, question, script);
    client.server.sockets.forEach((other) => other !== client && other.opened === conversationId && other.invoke("AnswerStarted", question.answer.id));
    return follow(question.answer, 0);
  },
  async Resume(client, messageId, after) {
    return follow(find(client, messageId)[1], after);
  },
  async Stop(client, messageId) {
    find(client, messageId)[1].stopped = true;
  },
  async Regenerate(client, { messageId }) {
    const [conversation, answer] = find(client, messageId);
    const question = conversation.messages.find(({ id }) => id === answer.replyTo);
    const next = write(conversation, question, client.server.answer(question.text, conversation));
    answer.replacedBy = next.id;
    return follow(next, 0);
  },
  async Edit(client, { messageId, clientMessageId, text }) {
    const [conversation, question] = find(client, messageId);
    const next = add(conversation, { role: "visitor", text, clientId: clientMessageId, state: "complete" });
    conversation.messages.filter((message) => message === question || message.replyTo === question.id).forEach((message) => (message.replacedBy = next.id));
    next.answer = write(conversation, next, client.server.answer(text, conversation));
    return follow(next.answer, 0);
  },
  async Typing() {},
  async Seen(client, conversationId, number) {
    client.server.conversations.get(conversationId).seen = number;
  },
  async HandOver(client, { conversationId }) {
    return client.server.handle(client.server.conversations.get(conversationId), "waiting");
  },
  async BackToAssistant(client, conversationId) {
    return client.server.handle(client.server.conversations.get(conversationId), "assistant");
  },
  async Rate(client, { messageId, rating }) {
    find(client, messageId)[1].rating = rating;
  },
  async Suggest() {},
  async Satisfaction(client, { conversationId, score }) {
    client.server.conversations.get(conversationId).satisfaction = score;
  },
  async Confirm(client, { actionId, confirmed }) {
    return client.server.act(client.server.conversations.get(client.opened), actionId, confirmed ? { state: "done", result: "Order 1041 is cancelled." } : { state: "declined" });
  },
};

function begin(server) {
  const id = randomUUID();
  const conversation = { id, messages: [], handling: { conversationId: id, by: "assistant" }, seen: 0, satisfaction: null };
  server.conversations.set(id, conversation);
  return conversation;
}

function add(conversation, message) {
  const whole = { id: randomUUID(), number: conversation.messages.length + 1, sequence: 0, citations: [], actions: [], createdAt: new Date().toISOString(), ...message };
  conversation.messages.push(whole);
  return whole;
}

function find(client, messageId) {
  for (const conversation of client.server.conversations.values()) {
    const message = conversation.messages.find(({ id }) => id === messageId);
    if (message) {
      return [conversation, message];
    }
  }
  throw { code: "unknown_message", detail: "There is no such message." };
}

/** Writes an answer piece by piece, whether anybody follows it or not. */
function write(conversation, question, script) {
  const answer = add(conversation, { role: "assistant", text: "", state: "streaming", replyTo: question.id, version: 1, pieces: [] });
  void (async () => {
    for (const piece of script.pieces ?? script.text.match(/\S+\s*|\s+/g) ?? []) {
      await pause(script.delay ?? 1);
      if (answer.stopped) {
        answer.state = "stopped";
        return;
      }
      answer.pieces.push(piece);
      answer.text += piece;
      answer.sequence++;
    }
    await script.hold;
    if (script.fail) {
      Object.assign(answer, { state: "failed", error: script.fail });
      return;
    }
    const actions = (script.actions ?? []).map((action) => ({ id: randomUUID(), messageId: answer.id, state: "proposed", ...action }));
    Object.assign(answer, { state: "complete", citations: script.citations ?? [], actions });
  })();
  return answer;
}

async function* follow(answer, after) {
  let at = after;
  const event = (kind, more) => ({ kind, messageId: answer.id, sequence: at, version: 1, ...more });
  yield event("started", { visitorMessageId: answer.replyTo });
  for (;;) {
    if (at < answer.sequence) {
      const text = answer.pieces.slice(at, answer.sequence).join("");
      at = answer.sequence;
      yield event("text", { text });
    } else if (answer.state !== "streaming") {
      const { text, citations, actions, error } = answer;
      yield answer.state === "failed" ? event("failed", { error }) : event(answer.state === "stopped" ? "stopped" : "completed", { text, citations, actions });
      return;
    } else {
      await pause(1);
    }
  }
}

function view({ id, number, role, author, text, state, sequence, createdAt, citations, rating, version, replyTo, replacedBy, actions }) {
  return { id, number, role, author, text, state, sequence, createdAt, citations, rating, version, replyTo, replacedBy, actions };
}
