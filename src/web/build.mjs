// Bundles the widget and the console into dist/, which the server serves as its web root, and the widget's npm package.
import { build, transform } from "esbuild";
import { cp, mkdir, readFile, rm, stat } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";

const widgetLimit = 60 * 1024;
const consoleLimit = 300 * 1024;
await rm("dist", { recursive: true, force: true });
await mkdir("dist/console", { recursive: true });

/** The widget's style sheets are texts of its script: a page then needs no second file and no style element. */
const cssAsText = {
  name: "css-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: "es2022" });
      return { contents: code.trim(), loader: "text" };
    });
  },
};
const common = { bundle: true, minify: true, target: "es2022", legalComments: "none", logLevel: "warning" };
const widget = { ...common, plugins: [cssAsText] };
await build({ ...widget, entryPoints: ["widget/main.ts"], outfile: "dist/widget.js", format: "iife" });
await build({ ...widget, entryPoints: ["widget/index.ts"], outfile: "dist/package/index.js", format: "esm" });
for (const file of ["package.json", "README.md", "index.d.ts"]) {
  await cp(`widget/package/${file}`, `dist/package/${file}`);
}
const agents = await build({
  ...common,
  entryPoints: ["console/main.tsx"],
  outdir: "dist/console",
  format: "esm",
  // Each page is a file of its own, loaded when it is first looked at.
  splitting: true,
  chunkNames: "parts/[name]-[hash]",
  metafile: true,
  define: { "process.env.NODE_ENV": '"production"' },
});
await cp("demo", "dist", { recursive: true });
await cp("console/index.html", "dist/console/index.html");

const size = gzipSync(readFileSync("dist/widget.js"), { level: 9 }).length;
console.log(`widget.js: ${(await stat("dist/widget.js")).size} bytes, ${size} gzipped (limit ${widgetLimit})`);
if (size > widgetLimit) {
  throw new Error("The widget is larger than its limit.");
}

const first = firstLoad(agents.metafile.outputs);
console.log(`console: ${Math.round(first / 1024)} KB gzipped before the first page (limit ${consoleLimit / 1024})`);
if (first > consoleLimit) {
  throw new Error("The console's first load is larger than its limit.");
}

/** What a browser loads before any page: the entry with all that it imports at once, and the style sheet. */
function firstLoad(outputs) {
  const wanted = new Set(["dist/console/main.js", "dist/console/main.css"]);
  for (const name of wanted) {
    for (const { path, kind } of outputs[name]?.imports ?? []) {
      if (kind === "import-statement") {
        wanted.add(path);
      }
    }
  }
  return [...wanted].reduce((sum, name) => sum + gzipSync(readFileSync(name), { level: 9 }).length, 0);
}
