import { createRouter, createWebHashHistory } from "vue-router";
import { views } from "./views/index.ts";

/** Addresses live behind `#`, so that the page works from `app://` and from any server path alike. */
export function createPageRouter() {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      ...views
        .flatMap((view) => [view, ...(view.pages ?? [])])
        .map(({ path, id, component }) => ({ path, name: id, component })),
      { path: "/:unknown(.*)*", redirect: "/" },
    ],
  });
}
