import { createHash } from "node:crypto";
import type { Policy } from "../domain/catalog.ts";
import { AppError, fromErrorView } from "../domain/errors.ts";
import type { ImportRequest } from "../domain/run-request.ts";
import type { ImportResult } from "../domain/run.ts";
import type { SourceContext } from "../sources/source.ts";
import type { Catalog } from "../store/catalog.ts";
import type { StoredItem } from "./import-batches.ts";
import { toItemDraft } from "./import-item.ts";
import type { ImportTarget } from "./import-target.ts";

export interface ImportedWriting {
  readonly catalog: Catalog;
  readonly request: ImportRequest;
  readonly sourceKey: string;
  readonly target: ImportTarget;
  readonly report: SourceContext["report"];
}

/** Writes items into the catalog, each in a transaction of its own, and counts what has come of them. */
export function createImportedWriter({
  catalog,
  request,
  sourceKey,
  target,
  report,
}: ImportedWriting) {
  const defaults = rememberPolicies(catalog);
  const counts = { items: 0, refused: 0, files: 0, bytes: 0 };
  const collections = new Map<number, { uuid: string; name: string }>();

  const refuse = (object: string, error: AppError) => {
    counts.refused++;
    report({
      severity: "error",
      code: error.code,
      object,
      ...(error.object === undefined || error.object === object
        ? {}
        : { file: error.object }),
      message: error.message,
      action: `The item was not imported.${error.remedy === undefined ? "" : ` ${error.remedy}`}`,
    });
  };

  return {
    counts: counts as Readonly<typeof counts>,
    /** Those that items have come into. */
    collections: (): ImportResult["collections"] => [...collections.values()],

    /**
     * What is wrong with the item alone is reported.
     * @throws AppError disk.full, run.cancelled; whatever ends the import
     */
    write({ item, key, digest, results }: StoredItem): void {
      try {
        const contents = results.map((result) => {
          if (!result.ok) throw fromErrorView(result.error);
          return result.content;
        });
        const { ids, created } = catalog.together(() => {
          const collectionIds = target.collectionsOf(
            item.collections,
            item.key,
          );
          const draft = toItemDraft(item, contents, {
            collections: collectionIds,
            newIdentifiers: request.newIdentifiers,
            historyOf: (history) =>
              createHash("sha256")
                .update(JSON.stringify([sourceKey, history]))
                .digest("hex"),
            defaultPolicies: defaults.of,
          });
          return {
            ids: collectionIds,
            created: catalog.items.create(draft, ({ id }) => {
              catalog.imports.remember(
                sourceKey,
                key,
                id,
                digest,
                item.relationships,
              );
            }),
          };
        });
        target.keep();
        for (const field of created.fieldsAdded) {
          report({
            severity: "warning",
            code: "field.registered",
            object: field,
            message: `The metadata field ${field} was not registered.`,
            action: "It was added to the registry.",
          });
        }
        for (const id of ids) {
          const collection = collections.has(id)
            ? null
            : catalog.containers.collection(id);
          if (collection !== null)
            collections.set(id, {
              uuid: collection.uuid,
              name: collection.name,
            });
        }
        counts.items++;
        counts.files += contents.length;
        for (const content of contents) counts.bytes += content.size;
      } catch (error) {
        // Collections that were made for this item have gone with it.
        target.forget();
        defaults.forget();
        // A full disk or a lost store ends the import; everything else concerns this item alone.
        if (
          !(error instanceof AppError) ||
          error.code === "disk.full" ||
          error.code === "run.cancelled"
        )
          throw error;
        refuse(item.key, error);
      }
    },
  };
}

/** The default policies of a collection do not change while it is being filled. */
function rememberPolicies(catalog: Catalog) {
  const known = new Map<string, readonly Policy[]>();
  return {
    of(collection: number, kind: "item" | "bitstream"): readonly Policy[] {
      const key = `${kind} ${String(collection)}`;
      let policies = known.get(key);
      if (policies === undefined) {
        policies = catalog.containers.defaultPolicies(collection, kind);
        known.set(key, policies);
      }
      return policies;
    },
    /** A collection that was undone leaves its number to another one. */
    forget(): void {
      known.clear();
    },
  };
}
