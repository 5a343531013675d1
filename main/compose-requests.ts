import type { createEvents } from "./core/events.ts";
import { createExports, type RunPorts } from "./core/exports.ts";
import { createImports } from "./core/imports.ts";
import { createReferences } from "./core/references.ts";
import { createUploads } from "./core/uploads.ts";
import type { Config } from "./config.ts";
import { freeBytes, realPath } from "./data-folder.ts";
import { formats } from "./formats/index.ts";
import { tarSource } from "./jobs/open-source.ts";
import { packers } from "./packers/index.ts";
import { sources } from "./sources/index.ts";
import type { Catalog } from "./store/catalog.ts";
import { tablesIn } from "./tables-in.ts";

/** What can be asked for, and what is asked for it with, put together. */
export function composeRequests(
  catalog: Catalog,
  config: Pick<Config, "dataDir">,
  incoming: string,
  events: Pick<ReturnType<typeof createEvents>, "listen">,
  runs: RunPorts,
) {
  const references = createReferences({
    find: catalog.objects.find,
    collectionsNamed: catalog.containers.collectionsNamed,
    communitiesNamed: catalog.containers.communitiesNamed,
  });
  const uploads = createUploads({
    folder: incoming,
    freeBytes: () => freeBytes(config.dataDir),
    pathsInUse: () =>
      catalog.runs.unfinished().flatMap((run) => {
        const request = catalog.runs.request(run.id);
        return request.kind === "import"
          ? [{ run: run.id, path: request.path }]
          : [];
      }),
    onRunChanged: (listener) => events.listen("run.changed", listener),
  });
  const exports = createExports({
    runs,
    references,
    formats: formats.map((format) => format.id),
    packers: packers.map((packer) => packer.id),
    container: (kind, id) =>
      kind === "collection"
        ? catalog.containers.collection(id)
        : catalog.containers.community(id),
    item: catalog.summary.item,
    hasMapped: catalog.selection.hasMapped,
  });
  const imports = createImports({
    runs,
    references,
    sources: [tarSource, ...sources],
    realPath: (path) =>
      uploads.isUpload(path) ? uploads.pathOf(path) : realPath(path),
    tablesIn,
  });

  return { references, uploads, exports, imports };
}
