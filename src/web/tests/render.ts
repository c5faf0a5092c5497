import { act, createElement, type ReactElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { vi } from "vitest";
import { Look } from "../console/look";

/** A component on a page of its own, over a server that answers as the test says and remembers what it was sent. */
export class Rendered {
  readonly posted: { path: string; body: unknown }[] = [];
  readonly asked: string[] = [];
  /** What a POST of a path is answered with; nothing where it is not here. */
  readonly replies = new Map<string, unknown>();
  readonly host = document.body.appendChild(document.createElement("div"));
  private readonly root: Root = createRoot(this.host);

  private constructor(answer: (path: string) => unknown, refusal: (path: string, body: unknown) => string | null) {
    (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
    vi.stubGlobal("fetch", vi.fn(async (path: string, init: RequestInit) => {
      if (init.method !== "GET") {
        const body: unknown = init.body === undefined ? undefined : JSON.parse(String(init.body));
        this.posted.push(init.method === "POST" ? { path, body } : { path: `${init.method} ${path}`, body });
        const refused = refusal(path, body);
        const reply = this.replies.get(path);
        return refused === null ? new Response(reply === undefined ? null : JSON.stringify(reply), { status: reply === undefined ? 204 : 200 }) : new Response(JSON.stringify({ detail: refused }), { status: 409 });
      }
      this.asked.push(path);
      const given = answer(path);
      if (given === undefined) {
        return new Response("{}", { status: 404 });
      }
      return new Response(typeof given === "string" ? given : JSON.stringify(given));
    }));
  }

  /** @param refusal why a POST is refused as a conflict; null where it is taken. */
  static async of(element: ReactElement, answer: (path: string) => unknown = () => [], refusal: (path: string, body: unknown) => string | null = () => null): Promise<Rendered> {
    const page = new Rendered(answer, refusal);
    await act(async () => page.root.render(createElement(Look, { test: true, children: element })));
    return page;
  }

  /** A list's only page, as the server gives it. */
  static list<T>(items: T[], total = items.length, page = 1, pageSize = 25): { items: T[]; total: number; page: number; pageSize: number } {
    return { items, total, page, pageSize };
  }

  button(name: string): HTMLButtonElement {
    const found = [...this.host.querySelectorAll("button")].find((button) => button.textContent === name);
    if (found === undefined) {
      throw new Error(`There is no button "${name}".`);
    }
    return found;
  }

  click(name: string): Promise<void> {
    return act(async () => this.button(name).click());
  }

  /** Presses a button that has its name for screen readers alone. */
  clickLabel(name: string): Promise<void> {
    return act(async () => this.host.querySelector<HTMLElement>(`button[aria-label="${name}"]`)!.click());
  }

  get dialog(): HTMLElement | null {
    return this.host.querySelector<HTMLElement>('[role="dialog"]');
  }

  /** Presses the open dialog's first button, which does what it asks. */
  confirm(): Promise<void> {
    return act(async () => this.dialog!.querySelector<HTMLButtonElement>("button[type=submit]")!.click());
  }

  /** The field of a label that begins so. */
  field(label: string): HTMLSelectElement | HTMLInputElement | HTMLTextAreaElement {
    const found = [...this.host.querySelectorAll("label")].find((one) => one.textContent!.trim().startsWith(label));
    if (found === undefined) {
      throw new Error(`There is no field "${label}".`);
    }
    return (found.htmlFor === "" ? found.querySelector("select, input, textarea") : document.getElementById(found.htmlFor)) as HTMLInputElement;
  }

  /** Chooses or types a value as a person would. */
  set(label: string, value: string): Promise<void> {
    const field = this.field(label);
    const write = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")!.set!;
    return act(async () => {
      write.call(field, value);
      field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
    });
  }

  /** Ticks or unticks a box. */
  check(label: string): Promise<void> {
    return act(async () => this.field(label).click());
  }

  /** Lets something happen that the page hears of. */
  doing(happens: () => void): Promise<void> {
    return act(async () => happens());
  }

  /** Lets the pause after the last key pass. */
  pause(): Promise<void> {
    return act(async () => {
      await new Promise((done) => setTimeout(done, 300));
    });
  }

  /** Presses a key where the focus is, or on a field. */
  press(key: string, on: EventTarget = document.body, over: KeyboardEventInit = {}): Promise<void> {
    return act(async () => {
      on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...over }));
    });
  }

  get text(): string {
    const shown = this.host.cloneNode(true) as HTMLElement;
    shown.querySelectorAll("style").forEach((style) => style.remove());
    return shown.textContent!;
  }

  async end(): Promise<void> {
    await act(async () => this.root.unmount());
    this.host.remove();
    history.replaceState(null, "", "#/");
    vi.unstubAllGlobals();
  }
}
