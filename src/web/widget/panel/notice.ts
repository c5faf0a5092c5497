import { h } from "../dom";
import type { ErrorView } from "../../shared/protocol";
import type { Texts } from "../texts/texts";
import { errorText } from "./error-text";

/** One line above the composer: what went wrong, and for how long the visitor has to wait. */
export class Notice {
  readonly element = h("p", { class: "notice", role: "status", hidden: true });
  private readonly words = h("span");
  private readonly clock = h("span", { class: "clock", "aria-live": "off" });
  private timer: ReturnType<typeof setInterval> | undefined;
  private error: { view: ErrorView; until: number } | null = null;
  private standing = "";

  constructor(
    private readonly texts: Texts,
    private readonly changed: () => void,
  ) {
    this.element.append(this.words, this.clock);
  }

  /** Whether the visitor has to wait. */
  get waiting(): boolean {
    return this.error !== null && this.error.until > Date.now();
  }

  /** What holds until it is over, such as a lost connection; an empty text where all is well. */
  stand(text: string): void {
    this.standing = text;
    this.show();
  }

  tell(view: ErrorView): void {
    clearInterval(this.timer);
    this.error = { view, until: Date.now() + (view.retryAfterSeconds ?? 0) * 1000 };
    if (view.retryAfterSeconds) {
      this.timer = setInterval(() => this.tick(), 500);
    }
    this.show();
  }

  clear(): void {
    if (!this.waiting) {
      clearInterval(this.timer);
      this.error = null;
      this.show();
    }
  }

  private tick(): void {
    if (!this.waiting) {
      this.clear();
      this.changed();
    } else {
      this.show();
    }
  }

  private show(): void {
    const text = this.standing !== "" ? this.standing : this.error ? errorText(this.error.view, this.texts) : "";
    const left = this.error ? Math.ceil((this.error.until - Date.now()) / 1000) : 0;
    if (this.words.textContent !== text) {
      this.words.textContent = text;
    }
    // The seconds are for the eyes alone: read out one by one they would drown all else.
    this.clock.textContent = left > 0 && this.standing === "" ? ` ${this.texts.waitSeconds(left)}` : "";
    this.element.hidden = text === "";
    this.element.classList.toggle("calm", this.standing !== "");
  }
}
