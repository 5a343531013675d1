import { mdiHistory } from "@mdi/js";
import type { View } from "../view.ts";

export const activity: View = {
  id: "activity",
  path: "/activity",
  title: "activity.title",
  icon: mdiHistory,
  component: async () => (await import("./ActivityView.vue")).default,
};
