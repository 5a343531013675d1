import { overview } from "./overview/index.ts";
import type { View } from "./view.ts";

/** The rooms of the window in the order of the navigation. */
export const views: readonly View[] = [overview];
