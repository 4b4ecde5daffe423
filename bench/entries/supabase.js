// The app of the documentation of Supabase Auth UI, without providers.
import { createClient } from "@supabase/supabase-js";
import { Auth } from "@supabase/auth-ui-react";
import { ThemeSupa } from "@supabase/auth-ui-shared";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const supabaseClient = createClient(location.origin, "anon-key");

window.mountLogin = (element) => {
  const root = createRoot(element);
  root.render(createElement(Auth, { supabaseClient, appearance: { theme: ThemeSupa }, providers: [] }));
  return () => root.unmount();
};

window.mountLogin(document.querySelector("#root"));
