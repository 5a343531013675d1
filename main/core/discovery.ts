import type { ObjectKind } from "../domain/catalog.ts";
import { compareText } from "../domain/compare-text.ts";
import { AppError } from "../domain/errors.ts";
import type { AppliedFilter } from "../domain/search-filter.ts";
import type { SearchExpression } from "../domain/search-query.ts";
import type { Access, Caller, ReadScope } from "./access.ts";
import type { ItemChoice } from "./items.ts";
import type { ContainerRecord, ItemRecord, Objects } from "./objects.ts";

export type DiscoveredKind = "community" | "collection" | "item";
export type DiscoverySort =
  "score" | "title" | "issued" | "accessioned" | "modified";

/** What the caller wants to do with a container. */
export type ContainerRight = "read" | "administer" | "edit" | "add";

/** Which communities or collections. */
export interface ContainerChoice {
  readonly kind: "community" | "collection";
  readonly right: ContainerRight;
  /** A community; null: the whole catalog. */
  readonly within: number | null;
  /** Whether those in communities of that community count. */
  readonly deep: boolean;
  readonly expression: SearchExpression | null;
}

interface Position {
  readonly id: number;
  readonly key: string | number;
}

/** What this file needs of the catalog. */
export interface DiscoveryPorts {
  find(uuid: string): { readonly id: number; readonly kind: ObjectKind } | null;
  /** By handle. */
  findHandle(
    handle: string,
  ): { readonly id: number; readonly kind: ObjectKind } | null;
  uuidOf(object: number): string | null;
  /** uuid of the whole site. */
  readonly site: string;
  collectionsBelow(community: number): readonly number[];
  /** By name. */
  containers(
    choice: ContainerChoice,
    scope: ReadScope | null,
  ): Promise<readonly { readonly id: number; readonly key: string }[]>;
  items(
    choice: ItemChoice,
    order: {
      readonly sort: Exclude<DiscoverySort, "score">;
      readonly descending: boolean;
    },
    skip: number,
    limit: number,
    scope: ReadScope | null,
  ): Promise<{ positions: readonly Position[]; total: number }>;
  /** The best first; null when they cannot be compared. */
  ranked(
    choice: ItemChoice,
    skip: number,
    limit: number,
    scope: ReadScope | null,
  ): Promise<{ ids: readonly number[]; total: number } | null>;
}

export interface DiscoveryInput {
  readonly expression: SearchExpression | null;
  readonly filters: readonly AppliedFilter[];
  readonly kinds: readonly DiscoveredKind[];
  /** uuid of a community or collection; null: the whole catalog. */
  readonly scope: string | null;
  readonly sort: DiscoverySort;
  readonly descending: boolean;
  readonly skip: number;
  readonly limit: number;
}

export interface Discovered {
  readonly records: readonly (ContainerRecord | ItemRecord)[];
  readonly total: number;
}

interface Found {
  readonly entries: readonly {
    readonly kind: DiscoveredKind;
    readonly id: number;
  }[];
  readonly total: number;
}

export type Discovery = ReturnType<typeof createDiscovery>;

/** Finds communities, collections and items together, as far as the caller may read them and they are to be found. */
export function createDiscovery(
  ports: DiscoveryPorts,
  objects: Pick<Objects, "shownRecords" | "shownItems">,
  access: Access,
) {
  /** @throws AppError request.impossible, access.unauthenticated, access.denied */
  function place(
    caller: Caller,
    uuid: string | null,
  ): {
    readonly collections: readonly number[] | null;
    readonly community: number | null;
  } {
    if (uuid === null || uuid.toLowerCase() === ports.site)
      return { collections: null, community: null };
    const found = ports.find(uuid.toLowerCase());
    if (found?.kind !== "community" && found?.kind !== "collection") {
      throw new AppError(
        "request.impossible",
        "`scope` is no community or collection.",
        { object: uuid },
      );
    }
    access.requireReads(caller, found.id);
    return found.kind === "collection"
      ? { collections: [found.id], community: null }
      : {
          collections: ports.collectionsBelow(found.id),
          community: found.id,
        };
  }

  async function find(caller: Caller, input: DiscoveryInput): Promise<Found> {
    const { kinds, sort, descending, skip, limit } = input;
    const scope = access.scope(caller);
    const { collections, community } = place(caller, input.scope);
    const expression = joined(input);
    const containers: { id: number; key: string; kind: DiscoveredKind }[] = [];
    // Nothing but items is in a collection.
    if (collections === null || community !== null) {
      for (const kind of ["community", "collection"] as const) {
        if (!kinds.includes(kind)) continue;
        const found = await ports.containers(
          { kind, right: "read", within: community, deep: true, expression },
          scope,
        );
        for (const one of found) containers.push({ ...one, kind });
      }
    }
    const choice = choiceOf(collections, expression);
    if (!kinds.includes("item"))
      return slice(
        inOrder(containers, descending && sort === "title"),
        skip,
        limit,
      );
    if (sort === "title") {
      return byTitle(
        inOrder(containers, descending),
        (from, count) =>
          ports.items(choice, { sort, descending }, from, count, scope),
        descending,
        skip,
        limit,
      );
    }

    const first = containers.slice(skip, skip + limit);
    const from = Math.max(0, skip - containers.length);
    const room = limit - first.length;
    const ranked =
      sort === "score" ? await ports.ranked(choice, from, room, scope) : null;
    const items =
      ranked ??
      idsOf(
        await ports.items(
          choice,
          // What cannot be compared comes as if nobody had asked for an order.
          sort === "score"
            ? { sort: "title", descending: false }
            : { sort, descending },
          from,
          room,
          scope,
        ),
      );
    return {
      entries: [
        ...first,
        ...items.ids.map((id) => ({ kind: "item" as const, id })),
      ],
      total: containers.length + items.total,
    };
  }

  /** That a thing exists is told to those who may read it. */
  function knows(
    caller: Caller,
    { kind, id }: { readonly kind: ObjectKind; readonly id: number },
  ): boolean {
    switch (kind) {
      case "group":
        return access.readsGroup(caller, id);
      case "account":
        return caller.administrator || caller.account?.id === id;
      default:
        return access.reads(caller, id);
    }
  }

  async function itemOfDoi(
    text: string,
  ): Promise<{ kind: ObjectKind; id: number } | null> {
    const doi = /^(?:doi:|https?:\/\/(?:dx\.)?doi\.org\/)?(10\..+\/.+)$/i.exec(
      text,
    )?.[1];
    if (doi === undefined) return null;
    const expression: SearchExpression = {
      kind: "or",
      parts: ["", "doi:", "https://doi.org/", "http://dx.doi.org/"].map(
        (start) => ({ kind: "equals", field: identifiers, text: start + doi }),
      ),
    };
    const { positions } = await ports.items(
      { collections: null, query: null, expression },
      { sort: "title", descending: false },
      0,
      1,
      null,
    );
    const [item] = positions;
    return item === undefined ? null : { kind: "item", id: item.id };
  }

  return {
    /**
     * The object of a handle, a uuid or a DOI; null when there is none that the caller may know of.
     * @param reference `123456789/5`, `hdl:123456789/5`, `doi:10.1/x`, also as links
     */
    async identify(
      caller: Caller,
      reference: string,
    ): Promise<{ kind: ObjectKind; uuid: string } | null> {
      const text = reference.trim();
      const handle = /^(?:hdl:|https?:\/\/hdl\.handle\.net\/)?(.+\/.+)$/i.exec(
        text,
      )?.[1];
      const found =
        ports.find(text.toLowerCase()) ??
        (handle === undefined ? null : ports.findHandle(handle)) ??
        (await itemOfDoi(text));
      if (found === null || !knows(caller, found)) return null;
      const uuid = ports.uuidOf(found.id);
      return uuid === null ? null : { kind: found.kind, uuid };
    },

    /**
     * Which items a search finds, for whoever looks at all of them; null when it looks for no items.
     * @throws AppError request.impossible, access.unauthenticated, access.denied
     */
    chosen(
      caller: Caller,
      input: DiscoveryInput,
    ): {
      readonly choice: ItemChoice;
      readonly scope: ReadScope | null;
    } | null {
      if (!input.kinds.includes("item")) return null;
      const { collections } = place(caller, input.scope);
      return {
        choice: choiceOf(collections, joined(input)),
        scope: access.scope(caller),
      };
    },

    /**
     * @throws AppError request.impossible, access.unauthenticated, access.denied
     */
    async search(caller: Caller, input: DiscoveryInput): Promise<Discovered> {
      const { entries, total } = await find(caller, input);
      const records = new Map<number, ContainerRecord | ItemRecord>();
      for (const kind of ["community", "collection", "item"] as const) {
        const ids = entries
          .filter((entry) => entry.kind === kind)
          .map(({ id }) => id);
        const found =
          kind === "item"
            ? await objects.shownItems(caller, ids)
            : objects.shownRecords(caller, kind, ids);
        for (const record of found) records.set(record.id, record);
      }
      return {
        records: entries.flatMap(({ id }) => records.get(id) ?? []),
        total,
      };
    },
  };
}

function choiceOf(
  collections: readonly number[] | null,
  expression: SearchExpression | null,
): ItemChoice {
  return {
    collections,
    query: null,
    listed: true,
    ...(expression === null ? {} : { expression }),
  };
}

const identifiers = {
  name: "identifier",
  fields: ["dc.identifier", "dc.identifier.*"],
};

function joined({
  expression,
  filters,
}: DiscoveryInput): SearchExpression | null {
  const parts = [
    ...(expression === null ? [] : [expression]),
    ...filters.map((filter) => filter.expression),
  ];
  const [only] = parts;
  return only === undefined
    ? null
    : parts.length === 1
      ? only
      : { kind: "and", parts };
}

interface Named extends Position {
  readonly kind: DiscoveredKind;
}

function inOrder(entries: readonly Named[], descending: boolean): Named[] {
  const sorted = entries.toSorted(compare);
  return descending ? sorted.reverse() : sorted;
}

function compare(one: Position, other: Position): number {
  return one.key === other.key
    ? one.id - other.id
    : compareText(String(one.key), String(other.key));
}

function slice(entries: readonly Named[], skip: number, limit: number): Found {
  return { entries: entries.slice(skip, skip + limit), total: entries.length };
}

/** One list of few containers and any number of items, of which no more is read than the page can need. */
async function byTitle(
  containers: readonly Named[],
  items: (
    from: number,
    count: number,
  ) => Promise<{ positions: readonly Position[]; total: number }>,
  descending: boolean,
  skip: number,
  limit: number,
): Promise<Found> {
  // However many containers come before the page, no more than these items do not.
  const from = Math.max(0, skip - containers.length);
  const { positions, total } = await items(from, skip - from + limit);
  const merged = inOrder(
    [
      ...containers,
      ...positions.map((position) => ({ ...position, kind: "item" as const })),
    ],
    descending,
  );
  return {
    entries: merged.slice(skip - from, skip - from + limit),
    total: containers.length + total,
  };
}

function idsOf({
  positions,
  total,
}: {
  positions: readonly Position[];
  total: number;
}): { ids: readonly number[]; total: number } {
  return { ids: positions.map(({ id }) => id), total };
}
