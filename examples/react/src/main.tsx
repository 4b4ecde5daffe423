// This import defines <guard-widget> and tells React's types of it. Its module is
// fetched when the first one is drawn.
import "guard-widget/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import "./app.css";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
