import { mdiCogOutline } from "@mdi/js";
import type { View } from "../view.ts";

export const settings: View = {
  id: "settings",
  path: "/settings",
  title: "settings.title",
  icon: mdiCogOutline,
  component: async () => (await import("./SettingsView.vue")).default,
};
