import { errorOf } from "../shared/error-of";
import type { ErrorView, SiteView } from "../shared/protocol";
import { Announcer, spoken } from "./announcer";
import { Chat } from "./chat/chat";
import type { Shown } from "./chat/messages";
import { hubBuilder } from "./chat/socket";
import { button, h } from "./dom";
import { Launcher } from "./launcher";
import { Memory } from "./memory";
import { Panel } from "./panel/panel";
import { errorText } from "./panel/error-text";
import { Sheets } from "./sheets";
import { siteOf } from "./site";
import { languages, languageOf, type Language } from "./texts/catalogue";
import type { Texts } from "./texts/texts";

export interface WidgetOptions {
  root: ShadowRoot;
  server: string;
  site: string;
  language: string | null;
  position: string | null;
  identity(): string | null;
  emit(name: string, detail?: object): void;
}

/** How long a page is hidden, in milliseconds, before its socket may have died unnoticed. */
const sleepTime = 10_000;

/** The launcher and the chat of one element. */
export class Widget {
  private readonly language: Language;
  private readonly texts: Texts;
  private readonly memory: Memory;
  private readonly chat: Chat;
  private readonly launcher: Launcher;
  private readonly announcer = new Announcer();
  private readonly sheets: Sheets;
  private readonly box: HTMLElement;
  private readonly gone = new AbortController();
  private panel: Panel | null = null;
  private site: SiteView | null = null;
  private loading: Promise<void> | null = null;
  private returnTo: HTMLElement | null = null;
  private opened = false;
  private drawn = false;

  constructor(private readonly options: WidgetOptions) {
    this.language = languageOf(options.language, document.documentElement.lang);
    this.texts = languages[this.language];
    this.memory = new Memory(`${options.server}:${options.site}`);
    this.sheets = new Sheets(options.root);
    this.chat = new Chat(hubBuilder(options.server, options.site), this.memory, () => this.opening(), {
      changed: () => this.render(),
      arrived: (message) => this.arrived(message),
      refused: (error, unsent) => this.refused(error, unsent),
      handling: (before) => {
        this.panel?.handled(before);
        options.emit("handling", { by: this.chat.handling.by, agent: this.chat.handling.agent ?? null });
      },
    });
    this.launcher = new Launcher(this.texts, () => this.open());
    this.box = h("div", { class: "root", lang: this.language, dir: this.texts.direction, "data-side": this.side() }, this.launcher.element, this.announcer.element);
    options.root.replaceChildren(this.box);
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.opened) {
        event.stopPropagation();
        this.close();
      }
    });
    this.listen();
    if (this.memory.open) {
      this.memory.allow();
      this.open(false);
    } else if (this.memory.conversationId) {
      // Somebody may have written since: the badge says so, once the page has what it needs itself.
      this.memory.allow();
      whenIdle(() => void this.chat.connect());
    }
  }

  /** Opens the chat. A page that is loaded with the chat open keeps the focus where it was. */
  open(focus = true): void {
    if (this.opened) {
      return;
    }
    this.opened = true;
    const active = document.activeElement;
    this.returnTo = focus && active instanceof HTMLElement && active !== document.body && active.shadowRoot !== this.options.root ? active : null;
    this.memory.allow();
    this.memory.open = true;
    this.panel ??= this.newPanel();
    this.box.append(this.panel.element);
    this.render();
    if (focus) {
      this.panel.focus();
    }
    this.panel.toEnd();
    this.fitted();
    void this.load();
    void this.chat.connect();
    this.options.emit("open");
  }

  /** Closes the chat; where it is due, asks first how it was. */
  close(ask = true): void {
    if (!this.opened || (ask && this.panel?.askSatisfaction())) {
      return;
    }
    this.opened = false;
    this.memory.open = false;
    this.panel?.element.remove();
    // At once and not with the next drawing: a launcher that is still hidden takes no focus.
    this.draw();
    (this.returnTo?.isConnected ? this.returnTo : this.launcher.element).focus();
    this.options.emit("close");
  }

  get isOpen(): boolean {
    return this.opened;
  }

  async ask(text: string): Promise<void> {
    this.open();
    await this.load();
    if (this.site) {
      this.panel?.ask(text);
    }
  }

  /** The visitor is known by another identity now. */
  identified(): void {
    this.render();
    if (this.memory.conversationId) {
      void this.chat.reopen();
    }
  }

  dispose(): void {
    this.gone.abort();
    void this.chat.close();
  }

  private side(): string {
    const { position } = this.options;
    return position === "left" || position === "right" ? position : this.texts.direction === "rtl" ? "left" : "right";
  }

  private opening() {
    return { identity: this.options.identity(), language: this.language, page: location.origin + location.pathname };
  }

  private newPanel(): Panel {
    return new Panel({
      texts: this.texts,
      language: this.language,
      chat: this.chat,
      hasIdentity: () => this.options.identity() !== null,
      announce: (text) => this.announcer.say(text),
      emit: this.options.emit,
      close: () => this.close(),
    });
  }

  private load(): Promise<void> {
    return this.site ? Promise.resolve() : (this.loading ??= this.fetched().finally(() => (this.loading = null)));
  }

  private async fetched(): Promise<void> {
    try {
      this.site = await siteOf(this.options.server, this.options.site);
      this.sheets.setTheme(this.site.theme);
      this.panel?.welcome(this.site);
      this.options.emit("ready", { business: this.site.business, assistant: this.site.assistant });
    } catch (thrown) {
      this.panel?.unreachable(errorText(errorOf(thrown), this.texts), button(this.texts.tryAgain, null, {}, () => void this.load()));
      this.options.emit("error", errorOf(thrown));
    }
  }

  /** Draws once for all that changed at the same time. */
  private render(): void {
    if (!this.drawn) {
      this.drawn = true;
      queueMicrotask(() => {
        this.drawn = false;
        this.draw();
      });
    }
  }

  private draw(): void {
    if (this.opened) {
      this.panel?.render();
    }
    if (this.opened && document.visibilityState === "visible") {
      this.chat.look();
    }
    this.launcher.show(this.opened, this.chat.unread);
  }

  private arrived(message: Shown): void {
    const author = message.role === "agent" ? (message.author ?? "") : message.role === "assistant" ? (this.site?.assistant ?? "") : "";
    const text = message.state === "failed" ? (message.error ? errorText(message.error, this.texts) : this.texts.failed) : spoken(message.text);
    this.announcer.say(author === "" ? text : `${author}: ${text}`);
    this.options.emit("message", { id: message.id, role: message.role, text: message.text, state: message.state });
  }

  private refused(error: ErrorView, unsent: string | null): void {
    this.panel?.refused(error, unsent);
    this.options.emit("error", error);
  }

  private listen(): void {
    const { signal } = this.gone;
    let hiddenAt = 0;
    const wake = (event: Event): void => {
      if (document.visibilityState === "hidden") {
        hiddenAt = Date.now();
      } else {
        // A glance at another tab is no sleep: the open socket need not be tried then.
        void this.chat.wake(event.type !== "visibilitychange" || Date.now() - hiddenAt > sleepTime);
        if (this.opened && !this.site) {
          void this.load();
        }
        this.render();
      }
    };
    document.addEventListener("visibilitychange", wake, { signal });
    window.addEventListener("online", wake, { signal });
    window.addEventListener("pageshow", (event) => event.persisted && wake(event), { signal });
    window.addEventListener("storage", (event) => {
      if (event.key === this.memory.conversationKey && event.newValue !== this.chat.conversationId) {
        void (event.newValue ? this.chat.reopen() : this.chat.begin());
      }
    }, { signal });
    window.visualViewport?.addEventListener("resize", () => this.fitted(), { signal });
    window.visualViewport?.addEventListener("scroll", () => this.fitted(), { signal });
  }

  private fitted(): void {
    const view = window.visualViewport;
    if (view && this.opened) {
      this.sheets.setViewport(view.height, view.offsetTop);
    }
  }
}

function whenIdle(task: () => void): void {
  if (typeof requestIdleCallback === "function") {
    requestIdleCallback(task, { timeout: 3000 });
  } else {
    setTimeout(task, 500);
  }
}
