import { sliceOf } from "../paging.ts";
import { itemLinkNames } from "./items.ts";
import {
  linksBelow,
  pageOf,
  type ResourceContext,
  type Resources,
} from "./resource-context.ts";

/** What hangs on an item besides its bundles and collections (dspace.md section 11). */
export function createItemLinkResources(
  context: ResourceContext,
): Pick<
  Resources,
  | "itemTemplate"
  | "relationship"
  | "relationshipType"
  | "relationships"
  | "accessStatus"
  | "identifiers"
> {
  const { caller, link, all } = context;
  const { itemLinks } = context.core;
  return {
    itemTemplate(record) {
      // Its links are others than an item's, and so is their text.
      const { linksText: _text, ...item } = all.item(record);
      return {
        ...item,
        links: {
          ...linksBelow(context, ["core", "items", record.uuid], itemLinkNames),
          self: link("core", "itemtemplates", record.uuid),
          templateItemOf: link(
            "core",
            "itemtemplates",
            record.uuid,
            "templateItemOf",
          ),
        },
      };
    },

    relationship(record) {
      const { left, right } = itemLinks.readableEnds(caller, record);
      return {
        fields: {
          id: record.id,
          leftPlace: record.leftPlace,
          rightPlace: record.rightPlace,
          leftwardValue: null,
          rightwardValue: null,
          type: "relationship",
        },
        links: {
          self: link("core", "relationships", String(record.id)),
          ...(left
            ? { leftItem: link("core", "items", record.left.uuid) }
            : {}),
          ...(right
            ? { rightItem: link("core", "items", record.right.uuid) }
            : {}),
          relationshipType: link(
            "core",
            "relationshiptypes",
            String(record.type.id),
          ),
        },
        embeds: { relationshipType: () => all.relationshipType(record.type) },
      };
    },

    relationshipType: (type) => ({
      fields: {
        id: type.id,
        leftwardType: type.leftward,
        rightwardType: type.rightward,
        copyToLeft: type.copyToLeft,
        copyToRight: type.copyToRight,
        leftMinCardinality: type.leftMin,
        leftMaxCardinality: type.leftMax,
        rightMinCardinality: type.rightMin,
        rightMaxCardinality: type.rightMax,
        type: "relationshiptype",
      },
      links: {
        self: link("core", "relationshiptypes", String(type.id)),
      },
    }),

    relationships: (record, paging) =>
      pageOf(
        "relationships",
        itemLinks.relationships(record, sliceOf(paging)),
        paging,
        all.relationship,
      ),

    accessStatus: (record) => ({
      fields: { ...itemLinks.accessStatus(record), type: "accessStatus" },
      links: { self: link("core", "items", record.uuid, "accessStatus") },
    }),

    identifiers: (record) => ({
      fields: {
        identifiers:
          record.handle === null
            ? []
            : [
                {
                  value: `https://hdl.handle.net/${record.handle}`,
                  identifierType: "handle",
                  identifierStatus: null,
                  type: "identifier",
                },
              ],
        type: "identifiers",
      },
      links: { self: link("core", "items", record.uuid, "identifiers") },
    }),
  };
}
