import { mdiServerNetwork } from "@mdi/js";
import type { View } from "../view.ts";

export const targets: View = {
  id: "targets",
  path: "/targets",
  title: "targets.title",
  icon: mdiServerNetwork,
  component: async () => (await import("./TargetsView.vue")).default,
};
