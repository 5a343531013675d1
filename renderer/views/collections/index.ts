import { mdiFolderMultipleOutline } from "@mdi/js";
import type { View } from "../view.ts";

export const collections: View = {
  id: "collections",
  path: "/",
  title: "collections.title",
  icon: mdiFolderMultipleOutline,
  component: async () => (await import("./CollectionsView.vue")).default,
};
