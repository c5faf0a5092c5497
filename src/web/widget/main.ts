import { define } from "./index";

const script = document.currentScript as HTMLScriptElement | null;
/** `data-…` of the script tag that become the element's attributes. */
const settings = ["site", "server", "language", "theme", "position", "identity"];

define();

// The one script tag is enough: a page that has no element yet gets one that talks to the script's own server.
function place(): void {
  if (!document.querySelector("assistant-loop-chat")) {
    const chat = document.createElement("assistant-loop-chat");
    if (script?.src) {
      chat.setAttribute("server", new URL(script.src).origin);
    }
    for (const name of settings) {
      const value = script?.dataset[name];
      if (value) {
        chat.setAttribute(name, value);
      }
    }
    document.body.append(chat);
  }
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", place);
} else {
  place();
}
