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
  const byUuid = database.prepare<[string], { id: number; kind: ObjectKind }>(
    "SELECT id, kind FROM object WHERE uuid = ?",
  );
  const byId = database.prepare<[number], { uuid: string; kind: ObjectKind }>(
    "SELECT uuid, kind FROM object WHERE id = ?",
  );
  const anyRemoved = database
    .prepare<[], number>("SELECT EXISTS (SELECT 1 FROM removal)")
    .pluck();
  const removedItem = database
    .prepare<[{ id: number }], number>(
      `SELECT EXISTS (SELECT 1 FROM removal WHERE item_id IN (SELECT @id
         UNION ALL SELECT item_id FROM bundle WHERE id = @id
         UNION ALL SELECT u.item_id FROM bitstream b JOIN bundle u ON u.id = b.bundle_id WHERE b.id = @id))`,
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
  const bump = database.prepare(
    "UPDATE catalog_revision SET revision = revision + 1",
  );
  const revision = database
    .prepare<[], number>("SELECT revision FROM catalog_revision")
    .pluck();

  /** Whether the rows of an object are all that is left of it, and that not for long. */
  const isRemoved = (id: number): boolean =>
    anyRemoved.get() === 1 && removedItem.get({ id }) === 1;
  const found = <Row extends { readonly id: number }>(
    row: Row | undefined,
  ): Row | null => (row === undefined || isRemoved(row.id) ? null : row);
  const kindOf = (id: number): ObjectKind | null =>
    isRemoved(id) ? null : (byId.get(id)?.kind ?? null);

  const prefix = () => readSetting.get("handle.prefix") ?? "123456789";

  return {
    /**
     * Adds an object to the one sequence.
     * @throws AppError uuid.taken
     */
    add(kind: ObjectKind | "run", uuid: string = randomUUID()): ObjectRef {
      const taken = byUuid.get(uuid);
      if (taken !== undefined && isRemoved(taken.id)) {
        giveUpUuid.run(taken.id);
      } else if (taken !== undefined) {
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
        const id = Number(reference);
        const kind = kindOf(id);
        return kind === null ? null : { id, kind };
      }
      if (reference.includes("/")) {
        const named = byHandle.get(
          reference.replace(/^(?:hdl:|https?:\/\/hdl\.handle\.net\/)/, ""),
        );
        return named?.id == null || named.kind === null
          ? null
          : { id: named.id, kind: named.kind };
      }
      return found(byUuid.get(reference.toLowerCase()));
    },

    byUuid: (uuid: string): { id: number; kind: ObjectKind } | null =>
      found(byUuid.get(uuid)),
    uuidOf: (id: number): string | null => byId.get(id)?.uuid ?? null,
    kind: kindOf,
    uuidTaken: (uuid: string): boolean => found(byUuid.get(uuid)) !== null,
    handleTaken: (handle: string): boolean => byHandle.get(handle)?.id != null,
    handlePrefix: prefix,
    /** The uuid the whole catalog is known by. */
    siteUuid: (): string => readSetting.get("site.uuid") ?? "",
    /** Must be called in the transaction of every change of what an export can contain. */
    bumpRevision: (): void => void bump.run(),
    revision: (): number => revision.get() ?? 0,
  };
}
