// Vite compiles the TSX by itself; @vitejs/plugin-react would only add fast refresh.
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  // `cargo xtask demo` runs here. The app is meant to be on one origin with its login server: hence `host="/"`.
  const server = loadEnv(mode, ".", "GUARD_").GUARD_SERVER || "http://127.0.0.1:8080";
  return {
    // The package is used as it is: pre-bundled for development it would not follow a new build of dist/. Installed from
    // the npm registry it does not change, and this line is not needed.
    optimizeDeps: { exclude: ["guard-widget"] },
    // The package is linked from this repository's dist/, and Vite serves nothing from outside this folder. Installed
    // from the npm registry it is a folder like any other, and this line is not needed.
    resolve: { preserveSymlinks: true },
    server: { proxy: { "/api": server, "/demo": server } },
  };
});
