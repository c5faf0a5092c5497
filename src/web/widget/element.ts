import { Widget } from "./widget";

// A page that is put together on a server has no elements: the module can be loaded there all the same.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * `<assistant-loop-chat site="KEY" server="…">`: a button that opens the chat. Lives in a shadow root of its own.
 * Tells what happens by events `assistantloop:ready`, `:open`, `:close`, `:message`, `:rating`, `:suggestion`,
 * `:satisfaction`, `:action`, `:handling` and `:error`.
 */
export class AssistantLoopChat extends Base {
  static readonly observedAttributes = ["server", "site", "language", "position", "identity"];

  private widget: Widget | null = null;
  private token: string | null = null;

  connectedCallback(): void {
    this.start();
  }

  disconnectedCallback(): void {
    this.widget?.dispose();
    this.widget = null;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (name === "identity") {
      this.setIdentity(after);
    } else if (this.widget && before !== after) {
      const open = this.widget.isOpen;
      this.widget.dispose();
      this.start();
      if (open) {
        this.widget.open(false);
      }
    }
  }

  /** The server's address; the page's own origin where none is given. */
  get server(): string {
    return (this.getAttribute("server") ?? location.origin).replace(/\/$/, "");
  }

  set server(address: string) {
    this.setAttribute("server", address);
  }

  /** The site key, which says whose assistant answers. */
  get site(): string {
    return this.getAttribute("site") ?? "";
  }

  set site(key: string) {
    this.setAttribute("site", key);
  }

  get language(): string | null {
    return this.getAttribute("language");
  }

  set language(language: string | null) {
    this.put("language", language);
  }

  /** `light` or `dark`; null follows the system. */
  get theme(): string | null {
    return this.getAttribute("theme");
  }

  set theme(theme: string | null) {
    this.put("theme", theme);
  }

  get position(): string | null {
    return this.getAttribute("position");
  }

  set position(position: string | null) {
    this.put("position", position);
  }

  get isOpen(): boolean {
    return this.widget?.isOpen ?? false;
  }

  open(): void {
    this.widget?.open();
  }

  close(): void {
    this.widget?.close(false);
  }

  /** Opens the chat and asks. */
  ask(text: string): Promise<void> {
    return this.widget?.ask(text) ?? Promise.resolve();
  }

  /** Says who the visitor is, by a token that the business's server signed; null forgets. */
  setIdentity(token: string | null): void {
    if (token !== this.token) {
      this.token = token;
      this.widget?.identified();
    }
  }

  private start(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    this.widget = new Widget({
      root,
      server: this.server,
      site: this.site,
      language: this.language,
      position: this.position,
      identity: () => this.token,
      emit: (name, detail = {}) => this.dispatchEvent(new CustomEvent(`assistantloop:${name}`, { detail, bubbles: true, composed: true })),
    });
  }

  private put(name: string, value: string | null): void {
    if (value === null) {
      this.removeAttribute(name);
    } else {
      this.setAttribute(name, value);
    }
  }
}
