import type { AuthorisedInput } from "../../../core/authorised.ts";
import { AppError } from "../../../domain/errors.ts";
import { pageOf } from "./resources/resource-context.ts";
import { containerSorts } from "./resources/containers.ts";
import { sliceOf } from "./paging.ts";
import type { Routes } from "./routes.ts";

interface Search {
  readonly right: AuthorisedInput["right"];
  /** Whether somebody who is not signed in is refused, or finds nothing. */
  readonly signedIn: boolean;
  readonly by: readonly ("community" | "entityType")[];
}

/** What the caller may administer, edit or add to (dspace.md sections 8 and 9). */
export const collectionSearches: Readonly<Record<string, Search>> = {
  findSubmitAuthorized: { right: "add", signedIn: false, by: [] },
  findSubmitAuthorizedByEntityType: {
    right: "add",
    signedIn: false,
    by: ["entityType"],
  },
  findSubmitAuthorizedByCommunity: {
    right: "add",
    signedIn: false,
    by: ["community"],
  },
  findSubmitAuthorizedByCommunityAndEntityType: {
    right: "add",
    signedIn: false,
    by: ["community", "entityType"],
  },
  findAdminAuthorized: { right: "administer", signedIn: true, by: [] },
  findEditAuthorized: { right: "edit", signedIn: true, by: [] },
};
export const communitySearches: Readonly<Record<string, Search>> = {
  findAdminAuthorized: { right: "administer", signedIn: true, by: [] },
  findEditAuthorized: { right: "edit", signedIn: true, by: [] },
  findAddAuthorized: { right: "add", signedIn: true, by: [] },
};

const summaries = {
  administer: "administer",
  edit: "edit",
  add: "add to",
} as const;

export function addAuthorised(routes: Routes): void {
  const { context, many } = routes;
  const { access, authorised } = context;

  const add = (
    kind: "community" | "collection",
    key: "communities" | "collections",
    searches: Readonly<Record<string, Search>>,
  ) => {
    for (const [name, search] of Object.entries(searches)) {
      many(
        `/core/${key}/search/${name}`,
        `${key === "communities" ? "Communities" : "Collections"} the caller may ${summaries[search.right]}`,
        containerSorts,
        async (asked, paging) => {
          if (search.signedIn) access.requireSignedIn(asked.caller);
          return pageOf(
            key,
            await authorised.list(
              asked.caller,
              {
                kind,
                right: search.right,
                query: asked.query("query"),
                entityType: search.by.includes("entityType")
                  ? needed("entityType", asked.query("entityType"))
                  : null,
                community: search.by.includes("community")
                  ? needed("uuid", asked.uuidOf("uuid"))
                  : null,
              },
              sliceOf(paging),
            ),
            paging,
            asked.resources[kind],
          );
        },
        searchQuery(search),
      );
    }
  };
  add("community", "communities", communitySearches);
  add("collection", "collections", collectionSearches);
}

/** @throws AppError input.invalid */
function needed(name: string, value: string | null): string {
  if (value === null)
    throw new AppError("input.invalid", `\`${name}\` is missing.`, {
      object: name,
    });
  return value;
}

function searchQuery({ by }: Search) {
  return {
    query: {
      type: "string",
      description: "words of the name, perhaps only begun, or of any value",
    },
    ...(by.includes("community")
      ? { uuid: { type: "string", format: "uuid" } }
      : {}),
    ...(by.includes("entityType")
      ? { entityType: { type: "string", example: "Publication" } }
      : {}),
  };
}
