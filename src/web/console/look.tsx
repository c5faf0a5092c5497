import { MantineProvider, useComputedColorScheme } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { useEffect, useMemo, type ReactNode } from "react";
import { theme, tokens } from "./theme";

/** The look of all pages. The server's policy lets style elements in by the nonce that it wrote into the page. */
export function Look({ children, test = false }: { children: ReactNode; test?: boolean }) {
  const nonce = useMemo(() => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "", []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={tokens} defaultColorScheme="auto" getStyleNonce={() => nonce} env={test ? "test" : "default"}>
      <Notifications position="bottom-right" limit={4} />
      <TokenScheme />
      {children}
    </MantineProvider>
  );
}

/** The shared tokens follow the library's choice between light and dark. */
function TokenScheme() {
  const scheme = useComputedColorScheme("light");
  useEffect(() => {
    document.documentElement.dataset.theme = scheme;
  }, [scheme]);
  return null;
}
