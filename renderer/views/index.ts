import { collections } from "./collections/index.ts";
import { exportsView } from "./exports/index.ts";
import type { View } from "./view.ts";

/** The rooms of the window in the order of the navigation. */
export const views: readonly View[] = [collections, exportsView];
