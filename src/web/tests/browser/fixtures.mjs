// What parts of the server say that a test shop has nothing in. Used where the real server answers 404 or with nothing.
const list = (items) => ({ items, total: items.length, page: 1, pageSize: 25 });
const at = "2026-11-20T09:00:00Z";
const day = (i) => new Date(Date.now() - i * 86_400_000).toISOString().slice(0, 10);

export const fixtures = {
  "/api/usage": {
    currency: "EUR", machineCost: 12.4, hours: 336,
    days: Array.from({ length: 14 }, (_, i) => ({
      day: day(13 - i), version: i < 8 ? 1 : 2, answers: 40 + ((i * 17) % 30), promptTokens: 21_000 + ((i * 3700) % 9000), answerTokens: 3100 + ((i * 910) % 1500),
      firstTextMs: { median: 310 + ((i * 40) % 90), p95: 640 + ((i * 70) % 200) }, latencyMs: { median: 1400 + ((i * 90) % 300), p95: 2900 + ((i * 170) % 700) }, cost: 0.21 + i * 0.01,
    })),
  },
  "/api/keys": list([
    { id: "k1", name: "Ada", role: "owner", scopes: ["chat", "read", "feedback", "review", "learning", "content", "keys", "settings", "audit", "erase"], prefix: "al_9f2c", createdAt: at, expiresAt: null, lastUsedAt: at, revokedAt: null },
    { id: "k2", name: "Support desk", role: "agent", scopes: ["chat", "read", "feedback", "review"], prefix: "al_41bd", createdAt: at, expiresAt: "2027-03-01T00:00:00Z", lastUsedAt: null, revokedAt: null },
    { id: "k3", name: "Old script", role: "operator", scopes: ["chat", "read"], prefix: "al_77aa", createdAt: at, expiresAt: null, lastUsedAt: at, revokedAt: at },
  ]),
  "/api/sites": list([
    { id: "s1", key: "site_4k2m9x", name: "Shop", allowedOrigins: ["https://alder-finch.example", "https://www.alder-finch.example"], requiresIdentity: false, handOver: true, satisfaction: true, language: null, welcome: null, suggestions: null,
      embed: '<script src="https://chat.alder-finch.example/widget.js" data-site="site_4k2m9x" async></script>' },
  ]),
  "/api/webhooks/deliveries": list([{ id: "d1", event: "conversation.handed_over", attempts: 8, lastStatus: 503, lastError: "Service Unavailable", createdAt: at }]),
  "/api/webhooks": list([{ id: "w1", url: "https://hooks.alder-finch.example/assistant", events: ["conversation.handed_over", "run.ended"], dropped: 0, createdAt: at }]),
  "/api/limits": { limits: { visitorPerMinute: 120, keyPerMinute: 1200, addressPerMinute: 300, answersPerDay: 2000, tokensPerMonth: null }, used: { answersToday: 51, tokensToday: 28_530 } },
  "/api/retention": { conversationDays: 365 },
  "/api/prices": { currency: "EUR", promptPerMillion: 0.4, answerPerMillion: 1.2 },
  "/api/business/glossary": { revision: 3, yaml: "glossary:\n  - term: Finch Club\n    meaning: The membership with free shipping.\n    say: Finch Club\n    never: [loyalty card]\n", author: "Ada", at },
  "/api/business/glossary/history": [{ revision: 3, author: "Ada", at }, { revision: 2, author: "Ada", at }],
  "/api/comparisons": [
    { id: "c1", question: "How long can I return an item?", a: "You can return an item within 30 days of delivery [1].", b: "Happy to help! Within 30 days of delivery you may return any item [1]. Warmly, Finch", createdAt: at },
  ],
  "/api/styles": [{ name: "alder-finch", yaml: "tone: warm\nlength: short\ngreeting: Happy to help!\n", revision: 1 }],
};
