import { sliceOf } from "../paging.ts";
import {
  linksBelow,
  optional,
  pageOf,
  type ResourceContext,
  type Resources,
} from "./resource-context.ts";

/** Bundles and bitstreams (dspace.md section 12). */
export function createFileResources(
  context: ResourceContext,
): Pick<
  Resources,
  "bundle" | "bitstream" | "bitstreamAccess" | "bundles" | "bitstreams"
> {
  const { caller, embedded, all } = context;
  const { objects, bitstreams, registries } = context.core;
  return {
    bundle(record) {
      const self = ["core", "bundles", record.uuid];
      return {
        fields: {
          id: record.uuid,
          uuid: record.uuid,
          name: record.name,
          handle: null,
          metadata: record.metadata,
          type: "bundle",
        },
        links: linksBelow(context, self, [
          "bitstreams",
          "item",
          "primaryBitstream",
        ]),
        embeds: {
          bitstreams: (size) =>
            all.bitstreams(record, embedded(size, ...self, "bitstreams")),
          item: () => optional(objects.itemOf(caller, record), all.item),
          primaryBitstream: () =>
            optional(objects.primaryBitstream(caller, record), all.bitstream),
        },
      };
    },

    bitstream(record) {
      const self = ["core", "bitstreams", record.uuid];
      return {
        fields: {
          id: record.uuid,
          uuid: record.uuid,
          name: record.name,
          handle: null,
          metadata: record.metadata,
          bundleName: record.bundleName === "" ? null : record.bundleName,
          sizeBytes: record.size,
          checkSum: { checkSumAlgorithm: "MD5", value: record.md5 },
          sequenceId: record.sequence,
          type: "bitstream",
        },
        links: linksBelow(context, self, [
          "content",
          "format",
          "bundle",
          "thumbnail",
          "accessStatus",
        ]),
        embeds: {
          bundle: () => optional(objects.bundleOf(caller, record), all.bundle),
          format: () =>
            optional(registries.formatOfBitstream(record.id), all.format),
          accessStatus: () => all.bitstreamAccess(record),
          thumbnail: () => null,
        },
      };
    },

    bitstreamAccess: (record) => ({
      fields: { ...bitstreams.accessStatus(record.id), type: "accessStatus" },
      links: {
        self: context.link("core", "bitstreams", record.uuid, "accessStatus"),
      },
    }),

    bundles: (record, paging) =>
      pageOf(
        "bundles",
        objects.bundles(caller, record, sliceOf(paging)),
        paging,
        all.bundle,
      ),
    bitstreams: (record, paging) =>
      pageOf(
        "bitstreams",
        objects.bitstreams(caller, record.id, sliceOf(paging)),
        paging,
        all.bitstream,
      ),
  };
}
