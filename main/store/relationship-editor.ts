import type { Database } from "better-sqlite3";
import type { ItemLinkPorts } from "../core/item-links.ts";
import type { RelationshipPorts } from "../core/relationships.ts";
import type {
  RelationCount,
  RelationKind,
  RelationMark,
} from "../domain/related-item.ts";

type Side = RelationKind["side"];
type PageOfSide = RelationMark & {
  readonly item: number;
  readonly limit: number;
};

/** No relationship stands before this. */
const beforeAll: RelationMark = { side: "left", type: 0, place: 0, id: 0 };

/** Reads the relationships of items in their order, and changes them. What writes is to be called in a transaction. */
export function createRelationshipEditor(
  database: Database,
  links: Pick<ItemLinkPorts, "relationship" | "relationshipType">,
): Omit<RelationshipPorts, "write" | "kind" | "titleOf" | "touch"> {
  const handleOf = database
    .prepare<[number], string>("SELECT handle FROM handle WHERE object_id = ?")
    .pluck();
  const entityType = database
    .prepare<[number], string>(
      `SELECT v.value FROM metadata_value v JOIN metadata_field f ON f.id = v.field_id
       JOIN metadata_schema s ON s.id = f.schema_id
       WHERE v.object_id = ? AND s.prefix = 'dspace' AND f.element = 'entity' AND f.qualifier = 'type'
       ORDER BY v.place LIMIT 1`,
    )
    .pluck();
  const typesFor = database
    .prepare<[{ name: string }], number>(
      `SELECT id FROM relationship_type WHERE left_type = @name OR right_type = @name
       ORDER BY leftward, rightward, id`,
    )
    .pluck();
  const both = `(
    SELECT id, type_id, 'left' AS side, left_place AS place FROM relationship WHERE left_id = @item
    UNION ALL
    SELECT id, type_id, 'right', right_place FROM relationship WHERE right_id = @item AND left_id <> @item)`;
  // By the key of its index, so that the last page costs no more than the first.
  const page = (side: Side) =>
    database
      .prepare<[PageOfSide], number>(
        `SELECT id FROM relationship WHERE ${side}_id = @item AND ${side === "left" ? "" : "left_id <> @item AND"}
           (type_id, ${side}_place, id) > (@type, @place, @id)
         ORDER BY type_id, ${side}_place, id LIMIT @limit`,
      )
      .pluck();
  const pages = { left: page("left"), right: page("right") };
  const counts = database.prepare<[{ item: number }], RelationCount>(
    `SELECT type_id AS type, side, count(*) AS count FROM ${both} GROUP BY side, type_id ORDER BY side, type_id`,
  );
  const order = (side: Side) =>
    database
      .prepare<[number, number], number>(
        `SELECT id FROM relationship WHERE ${side}_id = ? AND type_id = ? ORDER BY ${side}_place, id`,
      )
      .pluck();
  const orders = { left: order("left"), right: order("right") };
  const setPlace = (side: Side) =>
    database.prepare(
      `UPDATE relationship SET ${side}_place = @place WHERE id = @id AND ${side}_place <> @place`,
    );
  const setPlaces = { left: setPlace("left"), right: setPlace("right") };
  const related = database
    .prepare<[number, number, number], number>(
      "SELECT 1 FROM relationship WHERE type_id = ? AND left_id = ? AND right_id = ?",
    )
    .pluck();
  const insert = database.prepare(
    `INSERT INTO relationship (type_id, left_id, right_id, left_place, right_place)
     SELECT @type, @left, @right,
       (SELECT coalesce(max(left_place), -1) + 1 FROM relationship WHERE left_id = @left AND type_id = @type),
       (SELECT coalesce(max(right_place), -1) + 1 FROM relationship WHERE right_id = @right AND type_id = @type)`,
  );
  const remove = database.prepare("DELETE FROM relationship WHERE id = ?");

  return {
    ...links,
    handleOf: (item) => handleOf.get(item) ?? null,
    entityType: (item) => entityType.get(item) ?? null,
    typesFor: (name) =>
      typesFor.all({ name }).flatMap((id) => links.relationshipType(id) ?? []),
    relationsOf(item, { after, limit }) {
      const from = after ?? beforeAll;
      const left =
        from.side === "left" ? pages.left.all({ item, limit, ...from }) : [];
      const right = pages.right.all({
        item,
        ...(from.side === "right" ? from : beforeAll),
        limit: limit - left.length,
      });
      return [...left, ...right].flatMap((id) => links.relationship(id) ?? []);
    },
    relationCounts: (item) => counts.all({ item }),
    orderOf: (item, type, side) => orders[side].all(item, type),
    related: (type, left, right) => related.get(type, left, right) === 1,
    addRelationship: (type, left, right) =>
      Number(insert.run({ type, left, right }).lastInsertRowid),
    removeRelationship(id) {
      remove.run(id);
    },
    setOrderOf(side, relationships) {
      relationships.forEach((id, place) => setPlaces[side].run({ id, place }));
    },
  };
}
