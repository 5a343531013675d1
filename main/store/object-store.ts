import { randomUUID } from "node:crypto";
import type { Database } from "better-sqlite3";
import type { ObjectKind, ObjectRef } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";

export type ObjectStore = ReturnType<typeof createObjectStore>;

/** Ids, uuids and handles of all objects, and the catalog's revision. */
export function createObjectStore(database: Database) {
  const insert = database.prepare<[string, string]>(
    "INSERT INTO object (kind, uuid) VALUES (?, ?)",
  );
  // Asked in the same statement as for the row: what is removed goes meanwhile, and must not be found in between.
  const removed = `(EXISTS (SELECT 1 FROM removal) AND EXISTS (SELECT 1 FROM removal WHERE item_id IN (SELECT o.id
     UNION ALL SELECT item_id FROM bundle WHERE id = o.id
     UNION ALL SELECT u.item_id FROM bitstream b JOIN bundle u ON u.id = b.bundle_id WHERE b.id = o.id)))`;
  const byUuid = database.prepare<[string], { id: number; kind: ObjectKind }>(
    `SELECT id, kind FROM object o WHERE uuid = ? AND NOT ${removed}`,
  );
  const byId = database.prepare<[number], { uuid: string; kind: ObjectKind }>(
    `SELECT uuid, kind FROM object o WHERE id = ? AND NOT ${removed}`,
  );
  const removedByUuid = database
    .prepare<[string], number>(
      `SELECT id FROM object o WHERE uuid = ? AND ${removed}`,
    )
    .pluck();
  const giveUpUuid = database.prepare<[number]>(
    "UPDATE object SET uuid = uuid || ' removed ' || id WHERE id = ?",
  );
  const byHandle = database.prepare<
    [string],
    { id: number | null; kind: ObjectKind | null }
  >(
    "SELECT h.object_id AS id, o.kind FROM handle h LEFT JOIN object o ON o.id = h.object_id WHERE handle = ?",
  );
  const insertHandle = database.prepare<[string, number]>(
    "INSERT INTO handle VALUES (?, ?)",
  );
  const claimHandle = database.prepare<[number, string]>(
    "UPDATE handle SET object_id = ? WHERE handle = ? AND object_id IS NULL",
  );
  const readSetting = database
    .prepare<[string], string>("SELECT value FROM setting WHERE key = ?")
    .pluck();
  const writeSetting = database.prepare<[string, string]>(
    "INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  );
  const clearSetting = database.prepare<[string]>(
    "DELETE FROM setting WHERE key = ?",
  );
  const bump = database.prepare(
    "UPDATE catalog_revision SET revision = revision + 1",
  );
  const revision = database
    .prepare<[], number>("SELECT revision FROM catalog_revision")
    .pluck();

  const prefix = () => readSetting.get("handle.prefix") ?? "123456789";

  return {
    /**
     * Adds an object to the one sequence.
     * @throws AppError uuid.taken
     */
    add(
      kind: ObjectKind | "run" | "definition",
      uuid: string = randomUUID(),
    ): ObjectRef {
      const taken = byUuid.get(uuid);
      if (taken !== undefined) {
        throw new AppError(
          "uuid.taken",
          `The uuid ${uuid} belongs to another object (${taken.kind}) of this catalog.`,
          {
            object: uuid,
            remedy:
              "Import with new identifiers to make a copy, or leave it out.",
          },
        );
      }
      const gone = removedByUuid.get(uuid);
      if (gone !== undefined) giveUpUuid.run(gone);
      return { id: Number(insert.run(kind, uuid).lastInsertRowid), uuid };
    },

    /**
     * Gives an object its handle: the one asked for, or a new one made of the site's prefix and the object's id.
     * @throws AppError handle.taken
     */
    giveHandle(id: number, wanted: string | undefined): string {
      if (wanted !== undefined) {
        const taken = byHandle.get(wanted);
        if (taken === undefined) {
          insertHandle.run(wanted, id);
        } else if (claimHandle.run(id, wanted).changes === 0) {
          throw new AppError(
            "handle.taken",
            `The handle ${wanted} belongs to another ${taken.kind ?? "object"}.`,
            {
              object: wanted,
              remedy:
                "Import with new identifiers to make a copy, or leave it out.",
            },
          );
        }
        return wanted;
      }
      const base = `${prefix()}/${String(id)}`;
      let handle = base;
      for (let n = 2; byHandle.get(handle) !== undefined; n++)
        handle = `${base}-${String(n)}`;
      insertHandle.run(handle, id);
      return handle;
    },

    find(reference: string): { id: number; kind: ObjectKind } | null {
      if (/^[0-9]{1,15}$/.test(reference)) {
        const object = byId.get(Number(reference));
        return object === undefined
          ? null
          : { id: Number(reference), kind: object.kind };
      }
      if (reference.includes("/")) {
        const named = byHandle.get(
          reference.replace(/^(?:hdl:|https?:\/\/hdl\.handle\.net\/)/, ""),
        );
        return named?.id == null || named.kind === null
          ? null
          : { id: named.id, kind: named.kind };
      }
      return byUuid.get(reference.toLowerCase()) ?? null;
    },

    byUuid: (uuid: string): { id: number; kind: ObjectKind } | null =>
      byUuid.get(uuid) ?? null,
    uuidOf: (id: number): string | null => byId.get(id)?.uuid ?? null,
    kind: (id: number): ObjectKind | null => byId.get(id)?.kind ?? null,
    uuidTaken: (uuid: string): boolean => byUuid.get(uuid) !== undefined,
    handleTaken: (handle: string): boolean => byHandle.get(handle)?.id != null,
    handlePrefix: prefix,
    /** A setting of this catalog; null when it was never set. */
    setting: (key: string): string | null => readSetting.get(key) ?? null,
    /** @param value null forgets it */
    set(key: string, value: string | null): void {
      if (value === null) clearSetting.run(key);
      else writeSetting.run(key, value);
    },
    /** The uuid the whole catalog is known by. */
    siteUuid: (): string => readSetting.get("site.uuid") ?? "",
    /** Must be called in the transaction of every change of what an export can contain. */
    bumpRevision: (): void => void bump.run(),
    revision: (): number => revision.get() ?? 0,
  };
}
