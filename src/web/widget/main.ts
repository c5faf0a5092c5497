import { AssistantLoopChat } from "./element";

const script = document.currentScript as HTMLScriptElement | null;

if (!customElements.get("assistant-loop-chat")) {
  customElements.define("assistant-loop-chat", AssistantLoopChat);
}

// The one script tag is enough: a page that has no element yet gets one that talks to the script's own server.
function place(): void {
  if (!document.querySelector("assistant-loop-chat")) {
    const chat = document.createElement("assistant-loop-chat");
    if (script?.src) {
      chat.setAttribute("server", new URL(script.src).origin);
    }
    document.body.append(chat);
  }
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", place);
} else {
  place();
}
