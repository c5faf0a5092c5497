import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

/** Shades of the accent for what the library computes by itself, such as soft grounds. */
const brand: MantineColorsTuple = ["#eef7f2", "#dcece4", "#b5d9c7", "#8bc6a8", "#6bcb9f", "#46a97c", "#2f8a62", "#1f6b4a", "#17553a", "#134330"];

export const theme = createTheme({
  primaryColor: "brand",
  colors: { brand },
  primaryShade: { light: 7, dark: 4 },
  fontFamily: "var(--al-font)",
  fontFamilyMonospace: "var(--al-font-mono)",
  defaultRadius: "md",
  respectReducedMotion: true,
  headings: { fontWeight: "650" },
  components: {
    Button: { defaultProps: { variant: "default", radius: "xl", size: "sm" } },
    TextInput: { defaultProps: { size: "sm", withAsterisk: false } },
    NativeSelect: { defaultProps: { size: "sm" } },
    Modal: { defaultProps: { centered: true, radius: "lg", closeButtonProps: { "aria-label": "Close" }, attributes: { header: { role: "none" } } } }, // a dialog's head is no second banner of the page
  },
});

/** The library's colours are the tokens that the widget has too; those know light from dark by themselves. */
export const tokens: CSSVariablesResolver = () => {
  const both = {
    "--mantine-color-body": "var(--al-paper)",
    "--mantine-color-text": "var(--al-ink)",
    "--mantine-color-dimmed": "var(--al-muted)",
    "--mantine-color-placeholder": "var(--al-muted)",
    "--mantine-color-error": "var(--al-bad)",
    "--mantine-color-anchor": "var(--al-accent)",
    "--mantine-color-default": "var(--al-paper)",
    "--mantine-color-default-color": "var(--al-ink)",
    "--mantine-color-default-hover": "var(--al-soft)",
    "--mantine-color-default-border": "var(--al-line)",
    "--mantine-color-disabled": "var(--al-soft)",
    "--mantine-color-disabled-color": "var(--al-muted)",
    "--mantine-color-disabled-border": "var(--al-line)",
    "--mantine-primary-color-filled": "var(--al-accent)",
    "--mantine-primary-color-filled-hover": "var(--al-accent-strong)",
    "--mantine-primary-color-contrast": "var(--al-on-accent)",
    "--mantine-color-brand-filled": "var(--al-accent)",
    "--mantine-color-brand-filled-hover": "var(--al-accent-strong)",
    "--mantine-color-brand-light-color": "var(--al-accent)",
    "--mantine-color-brand-outline": "var(--al-accent)",
    "--mantine-primary-color-light-color": "var(--al-accent)",
    "--mantine-color-red-light": "var(--al-bad-soft)",
    "--mantine-color-red-light-color": "var(--al-bad)",
  };
  return { variables: {}, light: both, dark: both };
};
