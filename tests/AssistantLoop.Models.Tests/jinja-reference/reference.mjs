// Renders every chat template with @huggingface/jinja, for comparison with our own interpreter.
// Input (standard input): {"templates": {name: text}, "cases": [{"name": …, "context": {…}}], "now": ISO time}.
// Output: {template name: {case name: {"text": …} or {"error": …}}}.
import { readFileSync } from "node:fs";
import { Template } from "@huggingface/jinja";

const input = JSON.parse(readFileSync(0, "utf8"));
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [input.now] : args));
  }
};

const attempt = (work) => {
  try {
    return { text: work() };
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
};

const result = {};
for (const [name, text] of Object.entries(input.templates)) {
  result[name] = Object.fromEntries(
    input.cases.map((one) => [one.name, attempt(() => new Template(text).render(structuredClone(one.context)))]));
}

process.stdout.write(JSON.stringify(result));
