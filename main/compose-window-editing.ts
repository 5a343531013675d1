import { createReadStream } from "node:fs";
import type { Access } from "./core/access.ts";
import { createContainerStandings } from "./core/container-standing.ts";
import { createNewFiles } from "./core/new-files.ts";
import type { Objects } from "./core/objects.ts";
import type { Uploads } from "./core/uploads.ts";
import { fromSystemError } from "./domain/errors.ts";
import { fieldName } from "./domain/metadata.ts";
import type { ReceiveContent } from "./domain/received-content.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

/** What the window changes besides what every door does, put together. */
export function composeWindowEditing(
  catalog: Catalog,
  uploads: Uploads,
  receive: ReceiveContent,
  objects: Objects,
  access: Access,
) {
  return {
    newFiles: createNewFiles(
      {
        ...catalog.fileEditor,
        find: catalog.objects.byUuid,
        kind: catalog.objects.kind,
        createItem: catalog.itemEditor.createItem,
        template: catalog.itemEditor.template,
        metadata: catalog.metadata.entries,
        write: (work) => patiently(() => catalog.together(work)),
        receive,
        read: readFile,
        isUpload: uploads.isUpload,
        filesOfUpload: uploads.filesOf,
        forgetUpload: uploads.forget,
      },
      access,
    ),
    containers: createContainerStandings(
      {
        uuidOf: catalog.objects.uuidOf,
        kind: catalog.objects.kind,
        holdings: catalog.holdings.of,
        collections: () =>
          [...catalog.containers.collections()].map(({ id }) => id),
      },
      objects,
      access,
    ),
    uuidOf: catalog.objects.uuidOf,
    idOf(uuid: string): number {
      const found = catalog.objects.byUuid(uuid);
      if (found === null) throw new TypeError(`${uuid} was just made`);
      return found.id;
    },
    fields: () =>
      catalog.registries
        .fields(
          {
            schema: null,
            element: null,
            qualifier: null,
            query: null,
            exact: null,
          },
          { skip: 0, limit: 10_000, descending: false },
        )
        .records.map(({ schema, element, qualifier, scopeNote }) => ({
          name: fieldName({ schema: schema.prefix, element, qualifier }),
          note: scopeNote,
        })),
  };
}

/** @throws AppError file.not-found, file.unreadable */
async function* readFile(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(path, {
      highWaterMark: 1024 * 1024,
    }))
      yield piece as Uint8Array;
  } catch (error) {
    throw fromSystemError(error, path, "read");
  }
}
