import tokens from "../shared/tokens.css";
import layout from "./styles/layout.css";
import messages from "./styles/messages.css";
import parts from "./styles/parts.css";
import { variables } from "./theme";

let common: CSSStyleSheet | null = null;

/**
 * The widget's looks as constructed sheets: a page's Content-Security-Policy that forbids style elements and attributes
 * does not concern them.
 */
export class Sheets {
  private readonly theme = new CSSStyleSheet();
  private readonly view = new CSSStyleSheet();

  constructor(root: ShadowRoot) {
    if (!common) {
      common = new CSSStyleSheet();
      common.replaceSync([tokens, layout, messages, parts].join("\n"));
    }
    this.view.replaceSync(".root {}");
    root.adoptedStyleSheets = [common, this.theme, this.view];
  }

  /** Puts a business's colours over the widget's own. */
  setTheme(theme: Record<string, string> | null | undefined): void {
    this.theme.replaceSync(
      "@media (prefers-color-scheme: light) { :host(:not([theme=dark])) {} } :host([theme=light]) {}" +
        "@media (prefers-color-scheme: dark) { :host(:not([theme=light])) {} } :host([theme=dark]) {}",
    );
    const rules = [...this.theme.cssRules].map((rule) => (rule instanceof CSSMediaRule ? rule.cssRules[0] : rule) as CSSStyleRule);
    // A theme without a dark half keeps the widget's own dark look: its light colours would not read on dark.
    rules.forEach((rule, at) => variables(theme, at >= 2).forEach(([name, value]) => rule.style.setProperty(name, value)));
  }

  /** How much of the window an on-screen keyboard leaves. */
  setViewport(height: number, top: number): void {
    const { style } = this.view.cssRules[0] as CSSStyleRule;
    style.setProperty("--view-height", `${Math.round(height)}px`);
    style.setProperty("--view-top", `${Math.round(top)}px`);
  }
}
