import { mdiPackageVariantClosed } from "@mdi/js";
import type { View } from "../view.ts";

export const exportsView: View = {
  id: "exports",
  path: "/exports",
  title: "runs.title",
  icon: mdiPackageVariantClosed,
  component: async () => (await import("./ExportsView.vue")).default,
  pages: [
    {
      id: "run",
      path: "/exports/:run(\\d{1,15})",
      component: async () => (await import("./RunView.vue")).default,
    },
  ],
};
