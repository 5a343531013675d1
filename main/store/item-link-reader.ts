import type { Database } from "better-sqlite3";
import type { BitstreamPorts } from "../core/bitstreams.ts";
import type { ItemLinkPorts } from "../core/item-links.ts";
import type {
  AccessStatus,
  Relationship,
  RelationshipType,
} from "../domain/item-links.ts";

type TypeRow = Omit<RelationshipType, "copyToLeft" | "copyToRight"> & {
  readonly copyToLeft: number;
  readonly copyToRight: number;
};

interface RelationshipRow {
  readonly id: number;
  readonly type: number;
  readonly leftId: number;
  readonly leftUuid: string;
  readonly rightId: number;
  readonly rightUuid: string;
  readonly leftPlace: number;
  readonly rightPlace: number;
}

/** Reads relationships, and what follows from the policies and the submitter of an item. */
export function createItemLinkReader(
  database: Database,
): ItemLinkPorts & Pick<BitstreamPorts, "accessStatusOf"> {
  const types = database.prepare<[number], TypeRow>(
    `SELECT id, left_type AS leftType, right_type AS rightType, leftward, rightward, left_min AS leftMin,
       left_max AS leftMax, right_min AS rightMin, right_max AS rightMax, copy_to_left AS copyToLeft,
       copy_to_right AS copyToRight
     FROM relationship_type WHERE id = ?`,
  );
  const columns = `SELECT r.id, r.type_id AS type, r.left_id AS leftId, l.uuid AS leftUuid, r.right_id AS rightId,
      p.uuid AS rightUuid, r.left_place AS leftPlace, r.right_place AS rightPlace
    FROM relationship r JOIN object l ON l.id = r.left_id JOIN object p ON p.id = r.right_id`;
  const one = database.prepare<[number], RelationshipRow>(
    `${columns} WHERE r.id = ?`,
  );
  const ofItem = (way: "ASC" | "DESC") =>
    database.prepare<
      [{ item: number; limit: number; skip: number }],
      RelationshipRow
    >(
      `${columns} WHERE r.id IN (SELECT id FROM relationship WHERE left_id = @item
         UNION SELECT id FROM relationship WHERE right_id = @item) ORDER BY r.id ${way} LIMIT @limit OFFSET @skip`,
    );
  const up = ofItem("ASC");
  const down = ofItem("DESC");
  const count = database
    .prepare<[{ item: number }], number>(
      `SELECT count(*) FROM (SELECT id FROM relationship WHERE left_id = @item
         UNION SELECT id FROM relationship WHERE right_id = @item)`,
    )
    .pluck();
  const shownFirst = database
    .prepare<[number], number>(
      `SELECT coalesce(u.primary_id, b.id) FROM bundle u JOIN bitstream b ON b.bundle_id = u.id
       WHERE u.item_id = ? AND u.name = 'ORIGINAL' ORDER BY u.position, b.position LIMIT 1`,
    )
    .pluck();
  /** Empty text: open now; a day: open from then on. */
  const openFrom = database
    .prepare<[{ bitstream: number; today: string }], string>(
      `SELECT CASE WHEN p.start_date > @today THEN p.start_date ELSE '' END AS opens
       FROM resource_policy p JOIN account_group g ON g.id = p.group_id
       WHERE p.object_id = @bitstream AND p.action = 'READ' AND g.name = 'Anonymous'
         AND (p.end_date IS NULL OR p.end_date >= @today) ORDER BY opens LIMIT 1`,
    )
    .pluck();
  const submitter = database
    .prepare<[number], string>(
      "SELECT uuid FROM object WHERE id = (SELECT submitter_id FROM item WHERE id = +?)",
    )
    .pluck();

  const relationshipType = (id: number): RelationshipType | null => {
    const row = types.get(id);
    return row === undefined
      ? null
      : {
          ...row,
          copyToLeft: row.copyToLeft === 1,
          copyToRight: row.copyToRight === 1,
        };
  };
  const toRelationship = (row: RelationshipRow): Relationship[] => {
    const type = relationshipType(row.type);
    return type === null
      ? []
      : [
          {
            id: row.id,
            type,
            left: { id: row.leftId, uuid: row.leftUuid },
            right: { id: row.rightId, uuid: row.rightUuid },
            leftPlace: row.leftPlace,
            rightPlace: row.rightPlace,
          },
        ];
  };

  const statusOf = (bitstream: number | null, today: string): AccessStatus => {
    if (bitstream === null)
      return { status: "metadata.only", embargoDate: null };
    const opens = openFrom.get({ bitstream, today });
    if (opens === undefined) return { status: "restricted", embargoDate: null };
    return opens === ""
      ? { status: "open.access", embargoDate: null }
      : { status: "embargo", embargoDate: opens };
  };

  return {
    relationships: (item, { skip, limit, descending }) => ({
      records: (descending ? down : up)
        .all({ item, skip, limit })
        .flatMap(toRelationship),
      total: count.get({ item }) ?? 0,
    }),
    relationship(id) {
      const row = one.get(id);
      return row === undefined ? null : (toRelationship(row)[0] ?? null);
    },
    relationshipType,
    accessStatus: (item, today) =>
      statusOf(shownFirst.get(item) ?? null, today),
    accessStatusOf: (bitstream, today) => statusOf(bitstream, today),
    submitter: (item) => submitter.get(item) ?? null,
  };
}
