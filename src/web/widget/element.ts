import { ChatPanel } from "./chat-panel";
import { h } from "./dom";
import { Memory } from "./memory";
import styles from "./widget.css";

/** `<assistant-loop-chat server="…">`: a button that opens the chat. Lives in a shadow root of its own. */
export class AssistantLoopChat extends HTMLElement {
  private panel: ChatPanel | null = null;
  private launcher!: HTMLButtonElement;

  connectedCallback(): void {
    if (this.shadowRoot) {
      return;
    }
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
    this.launcher = h("button", { type: "button", class: "launcher", "aria-expanded": "false", onclick: () => this.toggle() }, "Chat with us");
    root.append(this.launcher);
    root.addEventListener("keydown", (event) => {
      if ((event as KeyboardEvent).key === "Escape" && this.panel) {
        this.toggle();
      }
    });
    if (this.memory.open) {
      this.toggle();
    }
  }

  disconnectedCallback(): void {
    void this.panel?.close();
  }

  private get server(): string {
    return (this.getAttribute("server") ?? location.origin).replace(/\/$/, "");
  }

  private get memory(): Memory {
    return new Memory(this.server);
  }

  private toggle(): void {
    if (this.panel) {
      void this.panel.close();
      this.panel.element.remove();
      this.panel = null;
      this.launcher.focus();
    } else {
      this.panel = new ChatPanel(this.server, () => this.toggle());
      this.shadowRoot!.append(this.panel.element);
      void this.panel.start();
      this.panel.focus();
    }
    this.memory.open = this.panel !== null;
    this.launcher.setAttribute("aria-expanded", String(this.panel !== null));
    this.launcher.hidden = this.panel !== null;
  }
}
