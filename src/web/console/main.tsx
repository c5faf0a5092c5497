import { createRoot } from "react-dom/client";
import { App } from "./app";
import "./console.css";
import "./loop.css";

createRoot(document.getElementById("root")!).render(<App />);
