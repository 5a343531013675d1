import { mdiTrayArrowDown } from "@mdi/js";
import type { View } from "../view.ts";

export const sources: View = {
  id: "sources",
  path: "/sources",
  title: "sources.title",
  icon: mdiTrayArrowDown,
  component: async () => (await import("./SourcesView.vue")).default,
};
