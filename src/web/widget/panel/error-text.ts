import type { ErrorView } from "../../shared/protocol";
import type { KnownError, Texts } from "../texts/texts";

/** An error in the visitor's language; in the server's own words where the widget does not know its code. */
export function errorText(error: ErrorView, texts: Texts): string {
  return Object.hasOwn(texts.errors, error.code) ? texts.errors[error.code as KnownError] : error.detail;
}
