import "vuetify/styles";
import "./page.css";
import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "./App.vue";
import { createMessages } from "./messages.ts";
import { createPageRouter } from "./router.ts";
import { usePreferences } from "./stores/preferences.ts";
import { createTheme } from "./theme.ts";

const pinia = createPinia();
const preferences = usePreferences(pinia);

createApp(App)
  .use(pinia)
  .use(createMessages(preferences.language))
  .use(createTheme(preferences.theme, preferences.language))
  .use(createPageRouter())
  .mount("#app");
