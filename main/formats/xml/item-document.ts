import type { CollectionRef, Item } from "../../domain/catalog.ts";
import { toVersionDocument } from "../../domain/saf-sidecar.ts";
import type { FormatContext, Omission, PlannedItem } from "../format.ts";
import { packedMetadata } from "../packed-metadata.ts";
import {
  rootAttributes,
  writeBitstream,
  writeMetadata,
  writePolicies,
  type BitstreamPlace,
} from "./shared-elements.ts";
import { createXmlWriter } from "./xml-writer.ts";

/** Why a bitstream is not in a package of metadata only. */
const notAskedFor = "The package was made without files.";

/** `item.xml`: an item with everything the catalog knows of it (rspace.md section 8). */
export function itemDocument(
  item: Item,
  planned: PlannedItem,
  omitted: ReadonlyMap<number, Omission>,
  context: FormatContext,
): { readonly text: string; readonly changed: number } {
  const xml = createXmlWriter();
  const { migrate } = context.options;
  const identity = (uuid: string) => (migrate ? null : uuid);
  const paths = new Map(
    planned.files.map(({ path, bitstream }) => [
      bitstream.id,
      path.slice(planned.folder.length + 1),
    ]),
  );
  const placeOf = (id: number): BitstreamPlace => {
    const omission = omitted.get(id);
    const path = paths.get(id);
    if (omission !== undefined) return { missing: omission.message };
    return path === undefined ? { missing: notAskedFor } : { path };
  };
  const collection = (element: string, ref: CollectionRef) => {
    const { id, uuid, handle, name } = ref;
    xml.empty(element, { id, uuid, handle, name });
  };

  xml.element(
    "item",
    {
      ...rootAttributes("../schemas/item.xsd"),
      id: item.id,
      uuid: identity(item.uuid),
      handle: migrate ? null : item.handle,
      version: item.version?.number ?? 1,
    },
    () => {
      xml.empty("state", {
        archived: item.inArchive,
        withdrawn: item.withdrawn,
        discoverable: item.discoverable,
        lastModified: new Date(item.lastModified).toISOString(),
        submitter: item.submitter,
      });
      if (item.version !== undefined && !migrate) {
        const { history, number, summary, date, replacedBy } =
          toVersionDocument(item.version);
        xml.empty("version", { history, number, summary, date, replacedBy });
      }
      collection("owningCollection", item.owningCollection);
      xml.element("mappedCollections", {}, () => {
        for (const mapped of item.mappedCollections)
          collection("collection", mapped);
      });
      writeMetadata(xml, packedMetadata(item.metadata, context));
      writePolicies(xml, item.policies);
      xml.element("bundles", {}, () => {
        for (const bundle of item.bundles) {
          const { id, name } = bundle;
          const uuid = identity(bundle.uuid);
          xml.element("bundle", { id, uuid, name }, () => {
            writeMetadata(xml, bundle.metadata);
            writePolicies(xml, bundle.policies);
            for (const bitstream of bundle.bitstreams) {
              const place = placeOf(bitstream.id);
              writeBitstream(xml, "bitstream", bitstream, place, !migrate);
            }
          });
        }
      });
      xml.element("relationships", {}, () => {
        if (migrate) return;
        for (const { type, side, other, ...places } of item.relationships) {
          xml.empty("relationship", {
            type,
            side,
            id: other.id,
            uuid: other.uuid,
            handle: other.handle,
            folder: context.folderOf(other.id),
            leftPlace: places.leftPlace,
            rightPlace: places.rightPlace,
          });
        }
      });
    },
  );
  return { text: xml.take(), changed: xml.changed() };
}
