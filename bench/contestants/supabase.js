// Supabase Auth UI: React, the client library and the component in one bundle. It asks its server for nothing before
// somebody logs in.
import { bundled, version } from "../files.js";

export const supabase = {
  name: "supabase",
  title: `Supabase Auth UI ${await version("@supabase/auth-ui-react")}`,
  until: "input",
  page: () => `<!doctype html><html lang="en"><meta charset="utf-8"><div id="root"></div>
<script type="module" src="/supabase/main.js"></script></html>`,
  answers: async () => ({ "GET /supabase/main.js": await bundled("entries/supabase.js") }),
  mount: () => {
    const element = document.createElement("div");
    document.body.append(element);
    const unmount = window.mountLogin(element);
    return () => {
      unmount();
      element.remove();
    };
  },
};
