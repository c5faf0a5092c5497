// Gets a proposed action through OpenAI's own client, with and without its tool, and prints what it got as one JSON object.
// node openai-tools.mjs http://host:port KEY
import OpenAI from "openai";

const [address, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${address}/v1`, apiKey, maxRetries: 0, timeout: 60_000 });
const parameters = { type: "object", properties: { order: { type: "string" } }, required: ["order"] };
const tools = [{ type: "function", function: { name: "track_order", description: "Tracks an order.", parameters } }];
const ask = (more) =>
  client.chat.completions.create({ model: "assistantloop", messages: [{ role: "user", content: "Where is order 4711?" }], ...more });

const got = {};
got.called = (await ask({ tools })).choices[0];
const streamed = await client.chat.completions
  .stream({ model: "assistantloop", messages: [{ role: "user", content: "Where is order 4711?" }], tools })
  .finalChatCompletion();
got.streamed = streamed.choices[0];
got.words = (await ask({})).choices[0];
got.none = (await ask({ tools, tool_choice: "none" })).choices[0];
console.log(JSON.stringify(got));
