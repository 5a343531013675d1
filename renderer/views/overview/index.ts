import { mdiViewDashboardOutline } from "@mdi/js";
import type { View } from "../view.ts";

export const overview: View = {
  id: "overview",
  path: "/overview",
  title: "overview.title",
  icon: mdiViewDashboardOutline,
  component: async () => (await import("./OverviewView.vue")).default,
};
