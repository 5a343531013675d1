import type { Content } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { ContentRef } from "../domain/content-ref.ts";
import type { MetadataDraft } from "../domain/metadata.ts";
import type { ImportRequest } from "../domain/run-request.ts";
import type { Problem, Report } from "../domain/run.ts";
import type { SourceBitstream, SourceStructure } from "../sources/source.ts";
import type { Catalog } from "../store/catalog.ts";
import { openAccess } from "../store/container-store.ts";

/** Name of the community that takes collections which have no other place. */
const importCommunity = "Imported collections";

export interface ImportTarget {
  /**
   * Collections an item goes to, the owner first. What is not there is made, so it is to be called in the transaction
   * that creates the item, followed by `keep` or `forget`.
   * @param references handles or uuids as the source gives them
   * @throws AppError collection.not-found, uuid.taken, handle.taken, disk.full
   */
  collectionsOf(
    references: readonly string[],
    itemKey: string,
  ): readonly number[];
  /** Makes what the source describes without an item to put there; in a transaction as well. */
  makeDescribed(): void;
  /** The transaction has succeeded. */
  keep(): void;
  /** The transaction was undone, and what was made in it with it. */
  forget(): void;
}

export interface TargetContext {
  readonly catalog: Catalog;
  readonly request: ImportRequest;
  /** Names the import for ever. */
  readonly sourceKey: string;
  readonly structure: SourceStructure | null;
  /** Name of the collection for items that nobody says a place for. */
  readonly fallbackName: string;
  /** Takes a logo into the store. */
  readonly ingest: (ref: ContentRef) => Promise<Content>;
  readonly report: Report;
}

/**
 * Finds the communities and collections that an import fills, and makes those that are missing together with the first
 * item that needs them: an import that takes nothing in leaves nothing behind.
 * - A package that describes its collections gets them back as they were, unless the caller asks for another collection.
 * - Collections the source only names by handle or uuid are made with that identifier, so that nothing it says is lost.
 * - Otherwise everything goes to one collection: the one asked for, or one named after the source.
 * @throws AppError archive.entry-invalid, disk.full and others when a logo cannot be had
 */
export async function prepareTarget(
  context: TargetContext,
): Promise<ImportTarget> {
  const { catalog, request, sourceKey, structure, fallbackName } = context;
  const { containers, imports, objects } = catalog;
  const wantsOwn =
    request.collection === null &&
    (request.newCollection === null ||
      structure?.collections.some(
        (one) => one.name === request.newCollection,
      ) === true);
  const described = wantsOwn ? structure : null;
  const logos = await takeLogos(described);

  const places = new Map<string, number>();
  let restored = false;
  /** What is undone when the transaction is, and what is told when it is not. */
  let undo: (() => void)[] = [];
  let said: Problem[] = [];

  return {
    collectionsOf(references, itemKey) {
      restoreOnce();
      if (request.collection !== null) return [request.collection];
      if (request.newCollection !== null && described === null)
        return [named(request.newCollection)];
      const ids = references.map((reference) => resolve(reference, itemKey));
      if (ids.length > 0) return [...new Set(ids)];
      return [named(request.newCollection ?? fallbackName)];
    },
    makeDescribed: restoreOnce,
    keep() {
      for (const problem of said) context.report(problem);
      said = [];
      undo = [];
    },
    forget() {
      for (const step of undo) step();
      said = [];
      undo = [];
    },
  };

  /** The community or collection that an earlier run or somebody else has made already. */
  function known(uuid: string, kind: "community" | "collection") {
    if (request.newIdentifiers) return imports.container(sourceKey, uuid);
    const found = objects.find(uuid);
    return found?.kind === kind ? found.id : null;
  }

  async function takeLogos(
    from: SourceStructure | null,
  ): Promise<ReadonlyMap<string, Content>> {
    const taken = new Map<string, Content>();
    for (const [kind, list] of [
      ["community", from?.communities ?? []],
      ["collection", from?.collections ?? []],
    ] as const) {
      for (const { uuid, logo } of list) {
        if (logo !== undefined && known(uuid, kind) === null)
          taken.set(uuid, await context.ingest(logo.content));
      }
    }
    return taken;
  }

  function setPlace(reference: string, id: number): void {
    if (places.has(reference)) return;
    places.set(reference, id);
    undo.push(() => places.delete(reference));
  }

  function named(name: string): number {
    // No uuid or handle begins with a blank.
    const key = ` ${name}`;
    const place = places.get(key);
    if (place !== undefined) return place;
    const [there] = containers.collectionsNamed(name);
    const id = there?.id ?? newCollection(name);
    setPlace(key, id);
    return id;
  }

  function newPlace(): number {
    if (request.community !== null) return request.community;
    const [there] = containers.communitiesNamed(importCommunity);
    if (there !== undefined) return there.id;
    return containers.createCommunity({
      parent: null,
      name: importCommunity,
      metadata: [title(importCommunity)],
      policies: openAccess.slice(0, 1),
    }).id;
  }

  function newCollection(
    name: string,
    identifier: { uuid?: string; handle?: string } = {},
  ): number {
    return containers.createCollection({
      ...identifier,
      parents: [newPlace()],
      name,
      metadata: [title(name)],
      policies: openAccess,
      license: null,
      template: null,
    }).id;
  }

  function resolve(reference: string, itemKey: string): number {
    const place = places.get(reference);
    if (place !== undefined) return place;
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
      said.push({
        severity: "warning",
        code: "collection.made",
        object: reference,
        message: `The source names the collection ${reference}, which is not in the catalog and which it does not describe.`,
        action: "A collection with this identifier was made; give it a name.",
      });
    }
    setPlace(reference, id);
    return id;
  }

  function restoreOnce(): void {
    if (restored || described === null) return;
    restored = true;
    undo.push(() => {
      restored = false;
    });
    restore(described);
  }

  function restore({ groups, communities, collections }: SourceStructure) {
    for (const name of groups) catalog.groups.ensureGroup(name);
    for (const community of communities) {
      const parent =
        community.parent === null ? undefined : places.get(community.parent);
      const id =
        known(community.uuid, "community") ??
        containers.createCommunity({
          ...identifiers(community),
          parent: parent ?? request.community,
          name: community.name,
          metadata: community.metadata,
          policies: community.policies,
          ...logoOf(community),
        }).id;
      place(community.uuid, id);
    }
    for (const collection of collections) {
      const parents = () => {
        const ids = collection.parents.flatMap(
          (uuid) => places.get(uuid) ?? [],
        );
        return ids.length > 0 ? ids : [newPlace()];
      };
      const id =
        known(collection.uuid, "collection") ??
        containers.createCollection({
          ...identifiers(collection),
          parents: parents(),
          name: collection.name,
          metadata: collection.metadata,
          policies: collection.policies,
          license: collection.license,
          template: collection.template,
          ...logoOf(collection),
        }).id;
      place(collection.uuid, id);
      if (collection.handle !== null) setPlace(collection.handle, id);
    }
  }

  function place(uuid: string, id: number): void {
    setPlace(uuid, id);
    if (request.newIdentifiers) imports.rememberContainer(sourceKey, uuid, id);
  }

  function identifiers(object: { uuid: string; handle: string | null }) {
    if (request.newIdentifiers) return {};
    if (object.handle !== null && objects.handleTaken(object.handle)) {
      said.push({
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

  function logoOf(owner: { uuid: string; logo?: SourceBitstream }) {
    const content = logos.get(owner.uuid);
    if (owner.logo === undefined || content === undefined) return {};
    const { content: _source, expected: _expected, uuid, ...rest } = owner.logo;
    const identity =
      uuid === undefined || request.newIdentifiers || objects.uuidTaken(uuid)
        ? {}
        : { uuid };
    return { logo: { ...rest, ...identity, content } };
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
