import {
  linksBelow,
  type ResourceContext,
  type Resources,
} from "./resource-context.ts";

const supportLevels = ["UNKNOWN", "KNOWN", "SUPPORTED"];

/** Metadata schemas, metadata fields and bitstream formats (dspace.md section 15). */
export function createRegistryResources(
  context: ResourceContext,
): Pick<Resources, "metadataSchema" | "metadataField" | "format"> {
  return {
    metadataSchema: ({ id, prefix, namespace }) => ({
      fields: { id, prefix, namespace, type: "metadataschema" },
      links: linksBelow(context, ["core", "metadataschemas", String(id)], []),
    }),
    metadataField: ({ id, element, qualifier, scopeNote, schema }) => ({
      fields: { id, element, qualifier, scopeNote, type: "metadatafield" },
      links: linksBelow(
        context,
        ["core", "metadatafields", String(id)],
        ["schema"],
      ),
      always: ["schema"],
      embeds: { schema: () => context.all.metadataSchema(schema) },
    }),
    format: (record) => ({
      fields: {
        id: record.id,
        shortDescription: record.name,
        description: record.description,
        mimetype: record.mimeType,
        supportLevel: supportLevels[record.support] ?? "UNKNOWN",
        internal: record.internal,
        extensions: record.extensions,
        type: "bitstreamformat",
      },
      links: linksBelow(
        context,
        ["core", "bitstreamformats", String(record.id)],
        [],
      ),
    }),
  };
}
