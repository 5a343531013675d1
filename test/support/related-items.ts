import type { CreatedItem } from "../../main/store/item-writer.ts";
import { value, type TestCatalog } from "./catalog.ts";

/** Items of the standard entity model, linked to each other, and one linked to nothing. */
export function relateItems(
  catalog: TestCatalog,
  collection: number,
): Record<"publication" | "person" | "organisation" | "volume", CreatedItem> {
  const entity = (title: string, type: string) =>
    catalog.item(collection, {
      metadata: [value("dc.title", title), value("dspace.entity.type", type)],
    });
  // The publication comes first, so that what it is linked to is in a later folder.
  const publication = entity("publication", "Publication");
  const person = entity("person", "Person");
  const organisation = entity("organisation", "OrgUnit");
  const volume = entity("volume", "JournalVolume");
  const relate = (left: CreatedItem, name: string, right: CreatedItem) => {
    if (!catalog.imports.relate(left.id, name, right.id))
      throw new Error(`${name} is not defined between these items`);
  };
  relate(publication, "isAuthorOfPublication", person);
  relate(publication, "isAuthorOfPublication", organisation);
  relate(person, "isOrgUnitOfPerson", organisation);
  return { publication, person, organisation, volume };
}
