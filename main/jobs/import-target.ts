import type { Content } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { ContentRef } from "../domain/content-ref.ts";
import type { MetadataDraft } from "../domain/metadata.ts";
import type { ImportRequest } from "../domain/run-request.ts";
import type { Report } from "../domain/run.ts";
import type { SourceBitstream, SourceStructure } from "../sources/source.ts";
import type { Catalog } from "../store/catalog.ts";
import { openAccess } from "../store/container-store.ts";

/** Name of the community that takes collections which have no other place. */
const importCommunity = "Imported collections";

export interface ImportTarget {
  /**
   * Collections an item goes to, the owner first.
   * @param references handles or uuids as the source gives them
   */
  collectionsOf(
    references: readonly string[],
    itemKey: string,
  ): readonly number[];
}

/**
 * Finds or makes the communities and collections that an import fills.
 * - A package that describes its collections gets them back as they were, unless the caller asks for another collection.
 * - Collections the source only names by handle or uuid are made with that identifier, so that nothing it says is lost.
 * - Otherwise everything goes to one collection: the one asked for, or one named after the source.
 * @throws AppError uuid.taken, handle.taken, disk.full
 */
export async function prepareTarget(
  catalog: Catalog,
  request: ImportRequest,
  structure: SourceStructure | null,
  fallbackName: string,
  ingest: (ref: ContentRef) => Promise<Content>,
  report: Report,
): Promise<ImportTarget> {
  const { containers, objects } = catalog;
  const restored = new Map<string, number>();
  const wantsOwn =
    request.collection === null &&
    (request.newCollection === null ||
      structure?.collections.some(
        (one) => one.name === request.newCollection,
      ) === true);

  const newPlace = (): number => {
    if (request.community !== null) return request.community;
    const [known] = containers.communitiesNamed(importCommunity);
    if (known !== undefined) return known.id;
    return containers.createCommunity({
      parent: null,
      name: importCommunity,
      metadata: [title(importCommunity)],
      policies: openAccess.slice(0, 1),
    }).id;
  };
  const newCollection = (
    name: string,
    identifier: { uuid?: string; handle?: string } = {},
  ): number =>
    containers.createCollection({
      ...identifier,
      parents: [newPlace()],
      name,
      metadata: [title(name)],
      policies: openAccess,
      license: null,
      template: null,
    }).id;

  if (structure !== null && wantsOwn) await restore(structure);

  const single =
    request.collection ??
    (request.newCollection === null || (structure !== null && wantsOwn)
      ? null
      : findOrMake(request.newCollection));
  let fallback: number | null = null;

  return {
    collectionsOf(references, itemKey) {
      if (single !== null) return [single];
      const ids = references.map((reference) => resolve(reference, itemKey));
      if (ids.length > 0) return [...new Set(ids)];
      fallback ??= findOrMake(request.newCollection ?? fallbackName);
      return [fallback];
    },
  };

  function findOrMake(name: string): number {
    const [known] = containers.collectionsNamed(name);
    return known?.id ?? newCollection(name);
  }

  function resolve(reference: string, itemKey: string): number {
    const known = restored.get(reference);
    if (known !== undefined) return known;
    const found = objects.find(reference);
    if (found !== null && found.kind !== "collection") {
      throw new AppError(
        "collection.not-found",
        `${reference} is a ${found.kind}, not a collection.`,
        { object: itemKey },
      );
    }
    let id = found?.id;
    if (id === undefined) {
      const identifier = reference.includes("/")
        ? { handle: reference }
        : { uuid: reference };
      id = newCollection(`Collection ${reference}`, identifier);
      report({
        severity: "warning",
        code: "collection.made",
        object: reference,
        message: `The source names the collection ${reference}, which is not in the catalog and which it does not describe.`,
        action: "A collection with this identifier was made; give it a name.",
      });
    }
    restored.set(reference, id);
    return id;
  }

  async function restore(described: SourceStructure): Promise<void> {
    const keep = !request.newIdentifiers;
    for (const name of described.groups) catalog.groups.ensureGroup(name);
    for (const community of described.communities) {
      const known = keep ? objects.find(community.uuid) : null;
      if (known?.kind === "community") {
        restored.set(community.uuid, known.id);
        continue;
      }
      const parent =
        community.parent === null ? undefined : restored.get(community.parent);
      const { id } = containers.createCommunity({
        ...identifiers(community, keep),
        parent: parent ?? request.community,
        name: community.name,
        metadata: community.metadata,
        policies: community.policies,
        ...(await logoOf(community.logo)),
      });
      restored.set(community.uuid, id);
    }
    for (const collection of described.collections) {
      const known = keep ? objects.find(collection.uuid) : null;
      let id = known?.kind === "collection" ? known.id : null;
      if (id === null) {
        const parents = collection.parents.flatMap(
          (uuid) => restored.get(uuid) ?? [],
        );
        id = containers.createCollection({
          ...identifiers(collection, keep),
          parents: parents.length > 0 ? parents : [newPlace()],
          name: collection.name,
          metadata: collection.metadata,
          policies: collection.policies,
          license: collection.license,
          template: collection.template,
          ...(await logoOf(collection.logo)),
        }).id;
      }
      restored.set(collection.uuid, id);
      if (collection.handle !== null) restored.set(collection.handle, id);
    }
  }

  function identifiers(
    object: { uuid: string; handle: string | null },
    keep: boolean,
  ) {
    if (!keep) return {};
    if (object.handle !== null && objects.handleTaken(object.handle)) {
      report({
        severity: "warning",
        code: "handle.taken",
        object: object.handle,
        message: `The handle ${object.handle} belongs to another object of this catalog.`,
        action: "A new handle was given.",
      });
      return { uuid: object.uuid };
    }
    return object.handle === null
      ? { uuid: object.uuid }
      : { uuid: object.uuid, handle: object.handle };
  }

  async function logoOf(logo: SourceBitstream | undefined) {
    if (logo === undefined) return {};
    const { content, expected: _expected, uuid, ...rest } = logo;
    const identity =
      uuid === undefined || request.newIdentifiers || objects.uuidTaken(uuid)
        ? {}
        : { uuid };
    return { logo: { ...rest, ...identity, content: await ingest(content) } };
  }
}

function title(value: string): MetadataDraft {
  return {
    schema: "dc",
    element: "title",
    qualifier: null,
    language: null,
    value,
  };
}
