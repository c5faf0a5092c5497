// Fills a running server with what an ordinary week leaves: questions, thumbs, corrections, a comparison.
const questions = [
  "How long can I return an item?", "How much does standard shipping cost?", "When is the shop open?", "How can I pay?", "How much is the Finch Club membership?",
  "Do you ship to Iceland?", "Can I bring my dog into the shop?", "What is the warranty on tools?", "How do I use a gift card?", "Is the fern safe for cats?",
];

/** What the server is asked with the agents' key. */
export function client(url, key) {
  return async (path, body) => {
    const reply = await fetch(new URL(path, url), {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await reply.text();
    if (!reply.ok) {
      throw new Error(`${path}: ${reply.status} ${text}`);
    }
    return text === "" ? undefined : JSON.parse(text);
  };
}

/** Does nothing where the server has conversations already. */
export async function fill(ask) {
  if ((await ask("/api/conversations?pageSize=1")).total >= questions.length) {
    return;
  }
  const answers = [];
  for (const message of questions) {
    answers.push(await ask("/api/chat", { message }));
  }
  await ask("/api/chat", { conversationId: answers[0].conversationId, message: "And what if it is broken?" });
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
  await ask("/api/comparisons", { messageId: answers[1].messageId, version: 1 }).catch((refused) => console.log(`no comparison: ${refused.message}`));
}
