// Bundles the widget and the console into dist/, which the server serves as its web root.
import { build } from "esbuild";
import { cp, mkdir, rm, stat } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";

const widgetLimit = 60 * 1024;
await rm("dist", { recursive: true, force: true });
await mkdir("dist/console", { recursive: true });

const common = { bundle: true, minify: true, target: "es2022", legalComments: "none", logLevel: "warning" };
await build({
  ...common,
  entryPoints: ["widget/main.ts"],
  outfile: "dist/widget.js",
  format: "iife",
  loader: { ".css": "text" },
});
await build({
  ...common,
  entryPoints: ["console/main.tsx"],
  outdir: "dist/console",
  format: "esm",
  define: { "process.env.NODE_ENV": '"production"' },
});
await cp("demo", "dist", { recursive: true });
await cp("console/index.html", "dist/console/index.html");

const size = gzipSync(readFileSync("dist/widget.js"), { level: 9 }).length;
console.log(`widget.js: ${(await stat("dist/widget.js")).size} bytes, ${size} gzipped (limit ${widgetLimit})`);
if (size > widgetLimit) {
  throw new Error("The widget is larger than its limit.");
}
