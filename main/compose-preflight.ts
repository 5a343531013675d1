import { createPreflight } from "./core/preflight.ts";
import type { Definitions } from "./core/definitions.ts";
import type { Exports } from "./core/exports.ts";
import { diskOf } from "./data-folder.ts";
import { createPreflights } from "./jobs/preflights.ts";
import type { JobPaths } from "./jobs/protocol.ts";
import type { Catalog } from "./store/catalog.ts";
import { transports } from "./transports/index.ts";

/** What can be told of an export before it starts, put together. */
export function composePreflight(
  catalog: Catalog,
  paths: JobPaths,
  exports: Exports,
  definitions: Definitions,
) {
  const preflights = createPreflights();
  return {
    preflight: createPreflight(
      {
        look: (request, thorough) =>
          preflights.look({ request, paths, thorough }),
        pastRuns: catalog.runs.past,
        disk: diskOf,
        localFolder: (id, settings) =>
          transports.find((one) => one.id === id)?.localFolder?.(settings) ??
          null,
        exportsFolder: paths.exports,
      },
      exports,
      definitions,
    ),
    close: preflights.close,
  };
}
