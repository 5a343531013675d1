import type { Access } from "./core/access.ts";
import type { Exports } from "./core/exports.ts";
import type { Imports } from "./core/imports.ts";
import { createObjectExports } from "./core/object-exports.ts";
import { createProcessFiles } from "./core/process-files.ts";
import { createProcesses, type ProcessPorts } from "./core/processes.ts";
import { createScriptRuns } from "./core/script-runs.ts";
import type { Uploads } from "./core/uploads.ts";
import { fileSize } from "./data-folder.ts";
import type { Catalog } from "./store/catalog.ts";

/** Exports as DSpace's clients know them, put together: of one object by its date, and as processes. */
export function composeObjectExports(
  catalog: Catalog,
  runner: Pick<ProcessPorts, "get" | "remove">,
  uploads: Uploads,
  exports: Exports,
  imports: Imports,
  access: Access,
) {
  return {
    processes: createProcesses(
      {
        find: catalog.objects.find,
        uuidOf: catalog.objects.uuidOf,
        get: runner.get,
        idOfRun: catalog.runs.idOf,
        page: catalog.processes,
        owner: catalog.runs.owner,
        request: catalog.runs.request,
        remove: runner.remove,
        beginUpload: uploads.begin,
        useUpload: uploads.use,
      },
      createProcessFiles({
        log: catalog.runs.log,
        problems: catalog.runs.problems,
        fileSize,
      }),
      createScriptRuns(
        { find: catalog.objects.find },
        exports,
        imports,
        access,
      ),
      access,
    ),
    objectExports: createObjectExports(
      {
        // The template of a collection is nothing to be exported by itself.
        find: (uuid) => {
          const found = catalog.objects.byUuid(uuid);
          return found?.kind === "item" &&
            catalog.itemEditor.templateOf(found.id) !== null
            ? null
            : found;
        },
        label: (kind, id) =>
          kind === "item"
            ? (catalog.summary.item(id)?.handle ?? "item")
            : labelOf(
                kind === "collection"
                  ? catalog.containers.collection(id)
                  : catalog.containers.community(id),
              ),
        exportsOf: catalog.runs.exportsOf,
        exportAt: catalog.runs.exportAt,
        second: catalog.runs.second,
        request: catalog.runs.request,
        fileSize,
      },
      exports,
      access,
    ),
  };
}

function labelOf(container: { handle: string | null; name: string } | null) {
  return container?.handle ?? container?.name ?? "export";
}
