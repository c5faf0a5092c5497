import { AssistantLoopChat } from "./element";

export { AssistantLoopChat };

/** Makes the element known under its name; once is enough, and more does no harm. */
export function define(): void {
  if (typeof customElements !== "undefined" && !customElements.get("assistant-loop-chat")) {
    customElements.define("assistant-loop-chat", AssistantLoopChat);
  }
}
