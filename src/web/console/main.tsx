import { setNonce } from "get-nonce";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { Look } from "./look";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@mantine/charts/styles.css";
import "../shared/tokens.css";
import "./console.css";
import "./loop.css";

setNonce(document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "");
createRoot(document.getElementById("root")!).render(<Look><App /></Look>);
