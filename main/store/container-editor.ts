import type { Database } from "better-sqlite3";
import type { BitstreamDraft } from "../domain/catalog.ts";
import type { MetadataEntries } from "../domain/metadata-map.ts";
import { openAccess, type ContainerStore } from "./container-store.ts";
import type { MetadataStore } from "./metadata-store.ts";
import type { ObjectStore } from "./object-store.ts";
import { sortKey } from "./sort-key.ts";

export type ContainerEditor = ReturnType<typeof createContainerEditor>;

/** Makes communities and collections from metadata, and changes theirs. To be called in a transaction. */
export function createContainerEditor(
  database: Database,
  objects: ObjectStore,
  containers: ContainerStore,
  metadata: MetadataStore,
) {
  const rename = {
    community: database.prepare(
      "UPDATE community SET name = ?, sort_name = ? WHERE id = ?",
    ),
    collection: database.prepare(
      "UPDATE collection SET name = ?, sort_name = ? WHERE id = ?",
    ),
  };

  const setLicense = database.prepare(
    "UPDATE collection SET license = ? WHERE id = ?",
  );

  return {
    /** @returns its uuid @throws AppError field.not-registered */
    createCommunity(parent: number | null, entries: MetadataEntries): string {
      const { id, uuid } = containers.createCommunity({
        parent,
        name: nameOf(entries),
        metadata: [],
        policies: openAccess.slice(0, 1),
      });
      metadata.replace(id, entries);
      return uuid;
    },
    /** @returns its uuid @throws AppError field.not-registered */
    createCollection(parent: number, entries: MetadataEntries): string {
      const { id, uuid } = containers.createCollection({
        parents: [parent],
        name: nameOf(entries),
        metadata: [],
        policies: openAccess,
        license: null,
        template: null,
      });
      metadata.replace(id, entries);
      return uuid;
    },
    /** @returns the logo's uuid */
    addLogo(
      kind: "community" | "collection",
      id: number,
      logo: BitstreamDraft,
    ): string {
      const { uuid } = containers.addLogo(kind, id, logo);
      objects.bumpRevision();
      return uuid;
    },
    setLicense(collection: number, license: string | null): void {
      setLicense.run(license, collection);
      objects.bumpRevision();
    },
    /** Replaces the metadata, and the name with it. @throws AppError field.not-registered */
    setMetadata(
      kind: "community" | "collection",
      id: number,
      entries: MetadataEntries,
    ): void {
      metadata.replace(id, entries);
      const name = nameOf(entries);
      rename[kind].run(name, sortKey(name), id);
      objects.bumpRevision();
    },
  };
}

/** The name by which a community or collection is listed: its first dc.title. */
function nameOf(entries: MetadataEntries): string {
  return entries.get("dc.title")?.[0]?.value ?? "";
}
