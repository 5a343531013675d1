import type { ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import { wordsIn, type SearchExpression } from "../domain/search-query.ts";
import type { Access, Caller } from "./access.ts";
import type { ContainerRight, DiscoveryPorts } from "./discovery.ts";
import type { ContainerRecord, Objects, Part, Slice } from "./objects.ts";

/** What this file needs of the catalog. */
export interface AuthorisedPorts extends Pick<
  DiscoveryPorts,
  "find" | "containers"
> {
  isEntityType(name: string): boolean;
}

export interface AuthorisedInput {
  readonly kind: "community" | "collection";
  readonly right: Exclude<ContainerRight, "read">;
  /** Words of the name, perhaps only begun, or whole words of any value; null: all. */
  readonly query: string | null;
  /** Type of the entities a collection takes; null: any. */
  readonly entityType: string | null;
  /** uuid of the community that a collection is directly in; null: any. */
  readonly community: string | null;
}

export type Authorised = ReturnType<typeof createAuthorised>;

/** Communities and collections that the caller may administer, edit or add to. */
export function createAuthorised(
  ports: AuthorisedPorts,
  objects: Pick<Objects, "shownRecords">,
  access: Access,
) {
  return {
    /** @throws AppError input.invalid when the community or type is unknown */
    async list(
      caller: Caller,
      { kind, right, query, entityType, community }: AuthorisedInput,
      slice: Slice,
    ): Promise<Part<ContainerRecord>> {
      const within = community === null ? null : ports.find(community);
      if (community !== null && within?.kind !== ("community" as ObjectKind))
        throw new AppError(
          "input.invalid",
          `There is no community ${community}.`,
          { object: community },
        );
      if (entityType !== null && !ports.isEntityType(entityType))
        throw new AppError(
          "input.invalid",
          `There is no type of entity ${entityType}.`,
          { object: entityType },
        );
      if (caller.account === null && !caller.administrator)
        return { records: [], total: 0 };
      const found = await ports.containers(
        {
          kind,
          right,
          within: within?.id ?? null,
          deep: false,
          expression: expressionOf(query, entityType),
        },
        access.scope(caller),
      );
      const ordered = slice.descending ? found.toReversed() : found;
      return {
        records: objects.shownRecords(
          caller,
          kind,
          ordered
            .slice(slice.skip, slice.skip + slice.limit)
            .map(({ id }) => id),
        ),
        total: found.length,
      };
    },
  };
}

function expressionOf(
  query: string | null,
  entityType: string | null,
): SearchExpression | null {
  const parts: SearchExpression[] = wordsIn(query ?? "").map((text) => ({
    kind: "or",
    parts: [
      { kind: "words", field: title, text, prefix: true },
      { kind: "words", field: null, text, prefix: false },
    ],
  }));
  if (entityType !== null)
    parts.push({ kind: "equals", field: entity, text: entityType });
  return parts.length === 0 ? null : { kind: "and", parts };
}

const title = { name: "title", fields: ["dc.title"] };
const entity = { name: "entityType", fields: ["dspace.entity.type"] };
