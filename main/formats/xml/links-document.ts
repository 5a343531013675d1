import type { Item } from "../../domain/catalog.ts";
import { fieldName } from "../../domain/metadata.ts";
import type { PackageFacts } from "../format.ts";
import { itemTitle } from "../item-layout.ts";
import { rootAttributes } from "./shared-elements.ts";
import { createXmlWriter, type XmlWriter } from "./xml-writer.ts";

/** Fields whose values name an item in the world. */
const identifierFields: ReadonlySet<string> = new Set([
  "dc.identifier.uri",
  "dc.identifier.doi",
]);

/**
 * `links.xml`, piece by piece: where handles, DOIs and other addresses are in the package, how items belong together,
 * what is referred to but not contained, and what was left out.
 */
export async function* linksDocument(
  facts: PackageFacts,
  onEnd: (changed: number) => void,
): AsyncGenerator<string> {
  const xml = createXmlWriter();
  xml.begin("links", rootAttributes("schemas/archive.xsd"));
  for (const { id, uuid, handle } of [
    ...facts.communities,
    ...facts.collections,
  ]) {
    xml.empty("object", { id, uuid, handle, path: "hierarchy.xml" });
  }
  for await (const { item, planned } of facts.packagedItems()) {
    const folder = planned.folder.slice(facts.root.length + 1);
    writeItem(xml, item, `${folder}/item.xml`, facts);
    yield xml.take();
  }
  for (const { id, uuid, handle, title, reason } of facts.leftOut())
    xml.empty("leftOut", { id, uuid, handle, title, reason });
  xml.end();
  yield xml.take();
  onEnd(xml.changed());
}

/** Most bytes that an item adds. */
export function linksShare(item: Item): number {
  const xml = createXmlWriter();
  writeItem(xml, item, `item_${"x".repeat(240)}/item.xml`, null);
  return Buffer.byteLength(xml.take()) + 200 * item.relationships.length;
}

function writeItem(
  xml: XmlWriter,
  item: Item,
  path: string,
  facts: PackageFacts | null,
): void {
  const migrate = facts?.options.migrate === true;
  xml.empty("object", {
    id: item.id,
    uuid: migrate ? null : item.uuid,
    handle: migrate ? null : item.handle,
    path,
    title: itemTitle(item),
  });
  if (migrate) return;
  const seen = new Set<string>();
  for (const value of item.metadata) {
    if (!identifierFields.has(fieldName(value)) || seen.has(value.value))
      continue;
    seen.add(value.value);
    xml.empty("identifier", { value: value.value, id: item.id, path });
  }
  for (const { type, side, other, ...places } of item.relationships) {
    const contained = facts?.context.folderOf(other.id) != null;
    // Each link once: from its left side, or from the right where the left is not in the package.
    if (side === "left" || !contained) {
      const ends = side === "left" ? [item.id, other.id] : [other.id, item.id];
      xml.empty("relationship", {
        left: ends[0] ?? null,
        right: ends[1] ?? null,
        type,
        namedFrom: side,
        leftPlace: places.leftPlace,
        rightPlace: places.rightPlace,
      });
    }
    if (contained) continue;
    const { id, uuid, handle } = other;
    xml.empty("absent", { id, uuid, handle, referredBy: item.id });
  }
}
