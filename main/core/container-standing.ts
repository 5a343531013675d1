import { AppError } from "../domain/errors.ts";
import type { Access, Caller } from "./access.ts";
import type { ContainerRecord, MetadataMap, Objects } from "./objects.ts";

/** What somebody may do with a community or collection, or at the top of the catalog. */
export interface ContainerRights {
  readonly change: boolean;
  readonly remove: boolean;
  readonly addCommunity: boolean;
  readonly addCollection: boolean;
  readonly addItem: boolean;
}

/** What goes with a community or collection when it is removed. */
export interface Holdings {
  /** Communities below it. */
  readonly communities: number;
  /** Collections in them that are nowhere else; a collection itself is not counted. */
  readonly collections: number;
  readonly items: number;
  readonly files: number;
  readonly bytes: number;
}

/** A community or collection as somebody changes it; the top of the catalog when `id` is null. */
export interface ContainerStanding {
  readonly id: number | null;
  readonly kind: "site" | "community" | "collection";
  readonly metadata: MetadataMap;
  /** Numeric id of the bitstream that is its logo. */
  readonly logo: number | null;
  readonly may: ContainerRights;
  /** Null where nothing can be removed. */
  readonly holds: Holdings | null;
}

/** What this file needs of the catalog. */
export interface ContainerStandingPorts {
  uuidOf(id: number): string | null;
  kind(id: number): string | null;
  holdings(id: number): Holdings;
  /** Ids of all collections. */
  collections(): readonly number[];
}

export type ContainerStandings = ReturnType<typeof createContainerStandings>;

/** Says of communities and collections what the caller may do with them. */
export function createContainerStandings(
  ports: ContainerStandingPorts,
  objects: Pick<Objects, "get" | "logo">,
  access: Access,
) {
  const rights = (
    caller: Caller,
    { kind, id }: ContainerRecord,
  ): ContainerRights => {
    const administers = access.administers(caller, id);
    const community = kind === "community";
    return {
      change: administers,
      remove: community ? administers : access.administersAbove(caller, id),
      addCommunity: community && administers,
      addCollection: community && administers,
      addItem: !community && caller.administrator,
    };
  };

  return {
    /** Collections to which the caller may give items. */
    accepting: (caller: Caller): readonly number[] =>
      ports.collections().filter((id) => access.adds(caller, id)),
    /**
     * @param container null: the top of the catalog
     * @throws AppError object.not-found, access.unauthenticated, access.denied
     */
    of(caller: Caller, container: number | null): ContainerStanding {
      if (container === null) {
        return {
          id: null,
          kind: "site",
          metadata: {},
          logo: null,
          may: {
            change: false,
            remove: false,
            addCommunity: caller.administrator,
            addCollection: false,
            addItem: false,
          },
          holds: null,
        };
      }
      const kind = ports.kind(container);
      const uuid = ports.uuidOf(container);
      if (uuid === null || (kind !== "community" && kind !== "collection"))
        throw new AppError(
          "object.not-found",
          `There is no community or collection ${String(container)}.`,
          { object: String(container) },
        );
      const record = objects.get(caller, kind, uuid);
      const may = rights(caller, record);
      return {
        id: container,
        kind,
        metadata: record.metadata,
        logo: objects.logo(caller, record)?.id ?? null,
        may,
        holds: may.remove ? ports.holdings(container) : null,
      };
    },
  };
}
