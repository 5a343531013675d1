import { createRouter, createWebHashHistory } from "vue-router";
import { views } from "./views/index.ts";

/** Addresses live behind `#`, so that the page works from `app://` and from any server path alike. */
export function createPageRouter() {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      ...views
        .flatMap((view) => [view, ...(view.pages ?? [])])
        .map(({ path, id, component }) => ({ path, name: id, component })),
      { path: "/:unknown(.*)*", redirect: "/" },
    ],
  });
  // Links that were made when a run was a place in the list.
  router.beforeEach(({ name, query }) => {
    const run = name === "exports" ? query["run"] : undefined;
    return typeof run === "string" && /^\d{1,15}$/u.test(run)
      ? { name: "run", params: { run }, replace: true }
      : true;
  });
  return router;
}
