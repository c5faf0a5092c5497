// Fills a running server with what an ordinary week leaves: questions, thumbs, corrections, a talk with a person, what an
// owner sets, versions that were tried. Everything goes in through the front door: HTTP and the visitor's socket.
import { visitorOf } from "./socket.mjs";

const questions = [
  "How long can I return an item?", "How much does standard shipping cost?", "When is the shop open?", "How can I pay?", "How much is the Finch Club membership?",
  "Do you ship to Iceland?", "Can I bring my dog into the shop?", "What is the warranty on tools?", "How do I use a gift card?", "Is the fern safe for cats?",
];
const glossary = `- AF = Alder & Finch
- term: club card
  meaning: the card of the Finch Club
  preferred: Finch Club card
  avoid: [badge, member card]
`;
const rules = `- id: autumn-promotion
  text: Recommend the rain barrel first.
  from: 2026-11-20
  until: 2026-11-30
  priority: 10
- Name the price in euros.
`;
const actions = `- name: track_order
  title: Track an order
  description: track an order
  webhook: https://shop.example/assistant/track
  confirm: Shall I look up order {order}?
  parameters:
    properties:
      order: {type: string, title: Order number, pattern: "^[0-9]{3,8}$"}
    required: [order]
`;

/** What the server is asked with the agents' key; a body makes it a POST where no method is given. */
export function client(url, key) {
  return async (path, body, method = body === undefined ? "GET" : "POST") => {
    const reply = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await reply.text();
    if (!reply.ok) {
      throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    }
    return text === "" ? undefined : JSON.parse(text);
  };
}

/**
 * Does nothing where it was done before.
 * @param hook where a webhook is to be sent to; the server must be allowed to reach it.
 */
export async function fill(ask, url, { hook } = {}) {
  if ((await ask("/api/keys?search=Ada")).total > 0) {
    return;
  }
  await settle(ask, hook);
  const answers = [];
  for (const message of questions) {
    answers.push(await ask("/api/chat", { message }));
  }
  await ask("/api/chat", { conversationId: answers[0].conversationId, message: "And what if it is broken?" });
  await judge(ask, answers);
  await talk(ask, url);
  await tryVersions(ask, url);
}

/** What an owner sets before anybody asks. */
async function settle(ask, hook) {
  await ask("/api/prices", { currency: "EUR", promptPerMillion: 0.4, answerPerMillion: 1.2, perHour: 0.04 }, "PUT");
  const { limits } = await ask("/api/limits");
  await ask("/api/limits", { ...limits, answersPerDay: 2000, tokensPerMonth: 5_000_000 }, "PUT");
  await ask("/api/retention", { conversationDays: 365 }, "PUT");
  await ask("/api/keys", { name: "Ada", role: "owner" });
  await ask("/api/keys", { name: "Support desk", role: "agent", expiresInDays: 90 });
  const old = await ask("/api/keys", { name: "Old script", role: "agent", scopes: ["chat", "read"] });
  await ask(`/api/keys/${old.id}`, undefined, "DELETE");
  await ask("/api/sites", { name: "Shop", allowedOrigins: ["https://alder-finch.example", "https://www.alder-finch.example"], welcome: "Hello, I am Finch." });
  const blog = await ask("/api/sites", { name: "Blog", allowedOrigins: ["https://blog.alder-finch.example"], handOver: false });
  await ask(`/api/sites/${blog.id}/disable`, { disabled: true });
  await ask("/api/webhooks", { url: "https://hooks.alder-finch.example/assistant", events: ["run.ended", "version.promoted"] });
  if (hook) {
    await ask("/api/webhooks", { url: hook, events: ["conversation.handed_over", "feedback.rated", "feedback.flagged", "correction.written"] });
  }
  await ask("/api/business/glossary", { yaml: glossary, after: 0 }, "PUT");
  await ask("/api/business/glossary", { yaml: `${glossary}- FP = Finch points, which the club gives for purchases\n`, after: 1 }, "PUT");
  await ask("/api/business/rules", { yaml: rules, after: 0 }, "PUT");
  await ask("/api/business/actions", { yaml: actions, after: 0 }, "PUT");
}

async function judge(ask, answers) {
  const labels = ["wrong", "off-brand", "unclear", "missing-knowledge"];
  for (const [i, answer] of answers.entries()) {
    if (i < 6) {
      await ask(`/api/messages/${answer.messageId}/ratings`, { rating: i % 3 === 0 ? "up" : "down", reason: i % 3 === 1 ? "too short" : undefined });
    }
    if (i >= 3 && i < 7) {
      await ask(`/api/messages/${answer.messageId}/flags`, { label: labels[i - 3] });
    }
  }
  for (const answer of answers.slice(7, 9)) {
    await ask(`/api/messages/${answer.messageId}/corrections`, { text: `Happy to help! ${answer.text} Warmly, Finch` });
  }
}

/** Visitors at their sockets: one who talked with a person, one who waits. */
async function talk(ask, url) {
  const anna = await visitorOf(url, "anna-1041");
  const damaged = await anna.ask("My parcel came open and the lamp is broken.");
  await anna.rate(damaged, "down", "not helpful");
  await anna.suggest(damaged, "We are sorry! Send us a picture, and we ship a new lamp at once.");
  await anna.handOver("The lamp is broken");
  await ask(`/api/conversations/${anna.conversationId}/take`, {});
  await ask(`/api/conversations/${anna.conversationId}/messages`, { text: "Hello, this is Ada. I am sorry to hear that. Can you tell me your order number?", clientMessageId: "week-1" });
  await anna.say("It is 1041.");
  await ask(`/api/conversations/${anna.conversationId}/messages`, { text: "Thank you. A new lamp leaves us today.", clientMessageId: "week-2" });
  await ask(`/api/conversations/${anna.conversationId}/return`, {});
  await anna.satisfied(5, "Quick and friendly");
  await anna.end();
  const cleo = await visitorOf(url, "cleo-3");
  await cleo.ask("Can I change the address of my order?");
  await cleo.handOver("I moved house");
  await cleo.end();
}

/**
 * Two styles as versions: one promoted and taken back, one in an experiment; an experiment that was stopped. Visitors who had
 * an answer of one and, regenerated, of the other leave two answers to be compared.
 */
async function tryVersions(ask, url) {
  const style = (name, text) => ask("/api/styles", { name, yaml: `name: ${name}\ndescription: ${text}\ninstruction: "Tone: ${text}"\ngreeting: Hello from {business}!\nsign_off: Yours, {assistant}\n`, after: 0 });
  const { version: brief } = await style("brief", "short and dry.");
  const ben = await visitorOf(url, "ben-7");
  const dora = await visitorOf(url, "dora-12");
  const before = [await ben.ask("How much does gift wrapping cost?"), await dora.ask("How do I reach you by phone?")];
  await ask(`/api/versions/${brief.id}/promote`, { reason: "the owner prefers it" });
  for (const [i, visitor] of [ben, dora].entries()) {
    const after = await visitor.regenerate(before[i]);
    await ask("/api/comparisons", { messageId: before[i], otherMessageId: after });
    await visitor.rate(after, i === 0 ? "up" : "down");
    await visitor.end();
  }
  await ask("/api/rollback", { reason: "visitors did not" });
  const { version: friendly } = await style("friendly", "warm, with a greeting.");
  const first = await ask("/api/experiments", { version: friendly.number, share: 10, name: "friendly on a tenth" });
  await ask(`/api/experiments/${first.number}/stop`, { reason: "the share is too small" });
  await ask("/api/experiments", { version: friendly.number, share: 30, name: "friendly on a third" });
}
