import type { FastifyInstance } from "fastify";

/**
 * Remembers every route, to tell a path that does not exist from one that does not take a method.
 * To be made before the first route.
 */
export function createKnownRoutes(app: FastifyInstance) {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook("onRoute", ({ method, url, config }) => {
    if (url.includes("*")) return;
    let known = routes.get(url);
    if (known === undefined) {
      const pattern = url
        .split("/")
        .map((part) =>
          part.startsWith(":")
            ? "[^/]+"
            : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"),
        )
        .join("/");
      known = { pattern: new RegExp(`^${pattern}/?$`), methods: new Set() };
      routes.set(url, known);
    }
    if (config?.offered === false) return;
    for (const one of [method].flat()) known.methods.add(one);
  });
  return {
    /** Methods that a path takes; null when there is no such path. */
    methodsOf(path: string): string[] | null {
      const methods = [...routes.values()].flatMap((known) =>
        known.pattern.test(path) ? [known.methods] : [],
      );
      return methods.length === 0
        ? null
        : [...new Set(methods.flatMap((some) => [...some]))].sort();
    },
  };
}
