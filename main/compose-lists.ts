import type { Access } from "./core/access.ts";
import type { CommandContext } from "./commands/command.ts";
import type { Catalog } from "./store/catalog.ts";

/** The catalog's communities and collections as lists, put together. */
export function composeLists(
  catalog: Catalog,
  access: Access,
): CommandContext["catalog"] {
  return {
    summary: catalog.summary.counts,
    communities: (caller) =>
      [...catalog.containers.communities()]
        .filter(({ id }) => access.reads(caller, id))
        .map(({ parent, ...community }) => ({
          ...community,
          parents: parent === null ? [] : [parent],
          items: null,
          files: null,
          bytes: null,
        })),
    collections: (caller) =>
      [...catalog.containers.collections()].filter(({ id }) =>
        access.reads(caller, id),
      ),
  };
}
