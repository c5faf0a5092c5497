import { expect, test } from "vitest";
import { inkOn, variables } from "../widget/theme";

test("a theme's colours become CSS variables, with an ink that reads on them", () => {
  expect(Object.fromEntries(variables({ accent: "#7a2e8e", radiusLarge: "4px" }, false))).toEqual({
    "--al-accent": "#7a2e8e",
    "--al-accent-strong": "#7a2e8e",
    "--al-header": "#7a2e8e",
    "--al-on-accent": "#ffffff",
    "--al-on-header": "#ffffff",
    "--al-radius-large": "4px",
  });
  expect(inkOn("#ffdd00")).toBe("#000000");
  expect(inkOn("rebeccapurple")).toBeNull();
});

test("names that end in Dark are for the dark look alone", () => {
  const theme = { accent: "#205080", accentDark: "#90c0ff", onAccentDark: "#001020" };
  expect(Object.fromEntries(variables(theme, true))).toMatchObject({ "--al-accent": "#90c0ff", "--al-on-accent": "#001020" });
  expect(Object.fromEntries(variables(theme, false))["--al-accent"]).toBe("#205080");
});

test("a value that would load something or break out is left out", () => {
  for (const value of ["url(https://evil.test)", "red; background: blue", "red}*{color:red", "image-set('x')", "@import 'x'", "var(--x)", "x".repeat(200)]) {
    expect(variables({ paper: value }, false), value).toEqual([]);
  }
  expect(variables({ "x;y": "red", "": "red" }, false)).toEqual([]);
});
