import type { Bitstream } from "../../domain/catalog.ts";
import { givenName, withoutUnsafe } from "../file-name.ts";
import type { PackageFacts } from "../format.ts";
import {
  rootAttributes,
  writeBitstream,
  writeMetadata,
  writePolicies,
} from "./shared-elements.ts";
import { createXmlWriter } from "./xml-writer.ts";

const longestLogoName = 120;

/** Path of a logo below the root folder. */
export function logoPath(logo: Bitstream): string {
  return `logos/${String(logo.id)}_${withoutUnsafe(givenName(logo), longestLogoName)}`;
}

/** `hierarchy.xml`: the communities from the top down, then the collections, in export order. */
export function hierarchyDocument(facts: PackageFacts): {
  readonly text: string;
  readonly changed: number;
} {
  const xml = createXmlWriter();
  const order = new Map(
    facts.communities.map(({ id }, position) => [id, position]),
  );
  const place = (id: number) => order.get(id) ?? Infinity;
  const logo = (bitstream: Bitstream | null) => {
    if (bitstream === null) return;
    writeBitstream(xml, "logo", bitstream, { path: logoPath(bitstream) }, true);
  };
  const groups = new Set<string>();
  for (const { policies } of [...facts.communities, ...facts.collections])
    for (const { group } of policies) if (group !== null) groups.add(group);

  xml.element(
    "hierarchy",
    { ...rootAttributes("schemas/archive.xsd"), title: facts.title },
    () => {
      xml.element("communities", {}, () => {
        for (const [position, community] of facts.communities.entries()) {
          const { id, uuid, handle, name, parent } = community;
          xml.element(
            "community",
            { id, uuid, handle, parentId: parent?.id ?? null, name, position },
            () => {
              writeMetadata(xml, community.metadata);
              writePolicies(xml, community.policies);
              logo(community.logo);
            },
          );
        }
      });
      xml.element("collections", {}, () => {
        for (const [position, collection] of facts.collections.entries()) {
          const { id, uuid, handle, name } = collection;
          xml.element(
            "collection",
            { id, uuid, handle, name, position },
            () => {
              // In the order of the communities above, which does not depend on when they were made.
              const parents = [...collection.parents];
              parents.sort((a, b) => place(a.id) - place(b.id));
              for (const parent of parents)
                xml.empty("parent", { id: parent.id, uuid: parent.uuid });
              writeMetadata(xml, collection.metadata);
              writePolicies(xml, collection.policies);
              logo(collection.logo);
              if (collection.license !== null)
                xml.text("license", {}, collection.license);
              if (collection.template !== null)
                writeMetadata(xml, collection.template, "template");
            },
          );
        }
      });
      xml.element("groups", {}, () => {
        for (const name of [...groups].sort()) xml.empty("group", { name });
      });
    },
  );
  return { text: xml.take(), changed: xml.changed() };
}
