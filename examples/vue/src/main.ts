// This import defines <guard-widget> and tells Vue's types of it. Its module is
// fetched when the first one is drawn.
import "guard-widget/vue";
import { createApp } from "vue";
import App from "./App.vue";
import "./app.css";

createApp(App).mount("#app");
