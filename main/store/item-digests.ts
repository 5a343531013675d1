import { hash } from "node:crypto";
import type { Database } from "better-sqlite3";

/** An item as it is in the catalog now, told by a digest of all that makes a package of it another one. */
export interface ItemState {
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  /** 16 bytes. */
  readonly digest: Buffer;
}

/** Why an item that was exported before is no longer part of what is exported. */
export type Departure = "deleted" | "withdrawn" | "left";

const policy = `json_array(p.object_id, p.action, g.name, a.email, p.name, p.description, p.type, p.start_date, p.end_date)`;
const policies = (owners: string) =>
  `(SELECT json_group_array(${policy} ORDER BY p.id) FROM resource_policy p
     LEFT JOIN account_group g ON g.id = p.group_id LEFT JOIN account a ON a.id = p.account_id WHERE p.object_id ${owners})`;

/**
 * Everything but the metadata: that changes with the time of the last change only, which would take ten times as long
 * to find out otherwise. The order within each list is fixed, for the planner chooses another one as the catalog grows.
 */
const state = `json_array(i.last_modified, i.in_archive, i.withdrawn, i.discoverable, i.collection_id, i.submitter_id,
    i.submitter_email,
    (SELECT json_group_array(m.collection_id ORDER BY m.collection_id) FROM collection_item m WHERE m.item_id = i.id),
    (SELECT json_group_array(json_array(b.id, b.name, b.primary_id) ORDER BY b.position, b.id) FROM bundle b
      WHERE b.item_id = i.id),
    (SELECT json_group_array(json_array(f.id, f.name, f.description, f.source, f.format_id, f.mime_type, hex(f.sha256),
       f.sequence) ORDER BY b.position, b.id, f.position, f.id)
      FROM bundle b JOIN bitstream f ON f.bundle_id = b.id WHERE b.item_id = i.id),
    ${policies("= i.id")},
    ${policies(`IN (SELECT b.id FROM bundle b WHERE b.item_id = i.id
      UNION ALL SELECT f.id FROM bundle b JOIN bitstream f ON f.bundle_id = b.id WHERE b.item_id = i.id)`)},
    (SELECT json_group_array(json_array(r.type_id, r.right_id, r.left_place, r.right_place) ORDER BY r.id)
      FROM relationship r WHERE r.left_id = i.id),
    (SELECT json_group_array(json_array(r.type_id, r.left_id, r.left_place, r.right_place) ORDER BY r.id)
      FROM relationship r WHERE r.right_id = i.id))`;

/** Tells what of the items has changed, from one snapshot. */
export function createItemDigests(database: Database) {
  const departure = database.prepare<
    [number],
    { collection: number | null; withdrawn: number }
  >("SELECT collection_id AS collection, withdrawn FROM item WHERE id = ?");
  const states = database
    .prepare<[string], [number, string, string | null, string]>(
      `SELECT i.id, i.uuid, i.handle, ${state} FROM item i WHERE i.id IN (SELECT value FROM json_each(?))`,
    )
    .raw();
  return {
    /** Some items, few enough to be held, in no order; those that are gone are left out. */
    load: (ids: readonly number[]): ItemState[] =>
      states.all(JSON.stringify(ids)).map(([id, uuid, handle, text]) => ({
        id,
        uuid,
        handle,
        digest: hash("sha256", `${handle ?? ""} ${text}`, "buffer").subarray(
          0,
          16,
        ),
      })),
    /** What became of an item that is not part of what is exported any more. */
    departureOf(id: number): Departure {
      const item = departure.get(id);
      // What is removed loses its collection first, and its row later.
      if (item === undefined || item.collection === null) return "deleted";
      return item.withdrawn === 1 ? "withdrawn" : "left";
    },
  };
}
