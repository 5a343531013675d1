import { activity } from "./activity/index.ts";
import { collections } from "./collections/index.ts";
import { exportsView } from "./exports/index.ts";
import { overview } from "./overview/index.ts";
import { schedules } from "./schedules/index.ts";
import { settings } from "./settings/index.ts";
import { sources } from "./sources/index.ts";
import { targets } from "./targets/index.ts";
import type { View } from "./view.ts";

/** The room that an address belongs to, by the name of its route; undefined where it belongs to none. */
export const roomOf = (route: unknown): View | undefined =>
  views.find(
    ({ id, pages = [] }) =>
      id === route || pages.some((page) => page.id === route),
  );

/** The rooms of the window in the order of the navigation. */
export const views: readonly View[] = [
  overview,
  collections,
  exportsView,
  schedules,
  sources,
  targets,
  activity,
  settings,
];
