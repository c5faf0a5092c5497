import { expect, test } from "vitest";
import { errorOf } from "../shared/error-of";
import { errorText } from "../widget/panel/error-text";
import { de } from "../widget/texts/de";

test("the server's typed error is found in what SignalR wraps around it", () => {
  const wrapped = new Error(`An unexpected error occurred invoking 'Ask' on the server. HubException: {"code":"message_empty","detail":"Write something first."}`);
  expect(errorOf(wrapped)).toEqual({ code: "message_empty", detail: "Write something first." });
});

test("any other failure has a message that a visitor understands", () => {
  expect(errorOf(new Error("WebSocket closed with status code: 1006 ().")).code).toBe("unreachable");
  expect(errorOf(new Error("{not json")).code).toBe("unreachable");
});

test("an error is told in the visitor's language, an unknown one in the server's words", () => {
  expect(errorText({ code: "busy", detail: "Too many." }, de)).toBe(de.errors.busy);
  expect(errorText({ code: "quota", detail: "No more today." }, de)).toBe("No more today.");
  expect(errorText({ code: "toString", detail: "Odd." }, de)).toBe("Odd.");
});
