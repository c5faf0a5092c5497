// Uses the assistant through OpenAI's own client, unchanged, and prints what it got as one JSON object.
// node openai-client.mjs http://host:port KEY
import OpenAI from "openai";

const [address, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${address}/v1`, apiKey, maxRetries: 0, timeout: 60_000 });
const model = "assistantloop";
const ask = (content, more = {}) => client.chat.completions.create({ model, messages: [{ role: "user", content }], ...more });
const refusal = async (call) => {
  try {
    await call();
    return null;
  } catch (error) {
    return { status: error.status, code: error.code, type: error.type, param: error.param };
  }
};

const got = {};
const question = "How long can I return an item?";
got.whole = await ask(question, { temperature: 0, seed: 7 });

got.streamed = "";
for await (const chunk of await ask(question, { temperature: 0, stream: true, stream_options: { include_usage: true } })) {
  got.streamed += chunk.choices[0]?.delta.content ?? "";
  got.finish = chunk.choices[0]?.finish_reason ?? got.finish;
  got.usage = chunk.usage ?? got.usage;
}

got.stopped = await ask(question, { temperature: 0, stop: ["30"] });
got.short = await ask(question, { temperature: 0, max_completion_tokens: 2 });

const schema = {
  type: "object",
  properties: { answer: { type: "string" }, sure: { type: "boolean" } },
  required: ["answer", "sure"],
  additionalProperties: false,
};
got.json = await ask(question, { response_format: { type: "json_schema", json_schema: { name: "reply", strict: true, schema } } });

const tools = [{
  type: "function",
  function: {
    name: "start_return",
    description: "Starts a return.",
    parameters: { type: "object", properties: { days: { type: "integer", enum: [7, 30] } }, required: ["days"], additionalProperties: false },
  },
}];
got.called = await ask("Please start my return", { tools, tool_choice: "required" });
got.calledStreamed = "";
for await (const chunk of await ask("Please start my return", { tools, tool_choice: { type: "function", function: { name: "start_return" } }, stream: true })) {
  got.calledStreamed += chunk.choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? "";
}

got.models = (await client.models.list()).data.map((one) => one.id);
got.model = await client.models.retrieve("version-1");
got.embeddings = await refusal(async () => {
  const reply = await client.embeddings.create({ model: "assistantloop-embedder", input: ["return label", "a label for returns", "tomato seeds"] });
  const [a, b, c] = reply.data.map((one) => one.embedding);
  const dot = (x, y) => x.reduce((sum, value, at) => sum + value * y[at], 0);
  got.near = dot(a, b);
  got.far = dot(a, c);
  got.length = dot(a, a);
});
got.refusals = {
  model: await refusal(() => client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: "hi" }] })),
  key: await refusal(() => new OpenAI({ baseURL: `${address}/v1`, apiKey: "wrong", maxRetries: 0 }).models.list()),
  temperature: await refusal(() => ask("hi", { temperature: 9 })),
  long: await refusal(() => ask("return label ".repeat(2_000))),
  image: await refusal(() => ask([{ type: "image_url", image_url: { url: "https://shop.example/a.png" } }])),
};
console.log(JSON.stringify(got));
