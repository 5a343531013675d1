import { readEpersonDraft } from "./eperson-body.ts";
import { metadataBody, patchBody, readObject, readPatch } from "./bodies.ts";
import { sliceOf } from "./paging.ts";
import { optional, pageOf } from "./resources/resource-context.ts";
import type { Routes } from "./routes.ts";

const query = {
  query: {
    type: "string",
    description: "a uuid, or a part of the e-mail or name",
  },
} as const;

/** Accounts as people (dspace.md section 13). */
export function addEpersons(routes: Routes): void {
  const { context, one, many, searches, change } = routes;
  const { epersons } = context;
  const path = "/eperson/epersons";
  const sorts = ["email"];

  many(path, "Accounts", sorts, ({ caller, resources }, paging) =>
    pageOf(
      "epersons",
      epersons.list(caller, sliceOf(paging)),
      paging,
      resources.eperson,
    ),
  );
  searches(path, ["byEmail", "byMetadata", "isNotMemberOf"]);
  one(
    `${path}/search/byEmail`,
    "The account with an e-mail address",
    (asked) =>
      optional(
        epersons.byEmail(asked.caller, () => asked.needed("email")),
        asked.resources.eperson,
      ),
    { email: { type: "string", format: "email" } },
  );
  many(
    `${path}/search/byMetadata`,
    "Accounts by a part of their name or e-mail",
    sorts,
    (asked, paging) =>
      pageOf(
        "epersons",
        epersons.search(
          asked.caller,
          () => asked.needed("query"),
          sliceOf(paging),
        ),
        paging,
        asked.resources.eperson,
      ),
    query,
  );
  many(
    `${path}/search/isNotMemberOf`,
    "Accounts that could be added to a group",
    sorts,
    (asked, paging) =>
      pageOf(
        "epersons",
        epersons.notIn(
          asked.caller,
          () => asked.neededUuid("group"),
          asked.query("query") ?? "",
          sliceOf(paging),
        ),
        paging,
        asked.resources.eperson,
      ),
    { group: { type: "string", format: "uuid" }, ...query },
  );
  one(`${path}/:uuid`, "An account", ({ caller, resources, uuid }) =>
    resources.eperson(epersons.get(caller, uuid)),
  );
  many(
    `${path}/:uuid/groups`,
    "Groups an account is in",
    ["name"],
    ({ resources, uuid }, paging) => resources.groupsOf(uuid, paging),
  );
  change(
    "POST",
    path,
    "Add an account",
    201,
    async (asked) => {
      const { caller, resources } = asked;
      const uuid = await epersons.create(caller, () =>
        readEpersonDraft(readObject(asked.json())),
      );
      return resources.eperson(epersons.get(caller, uuid));
    },
    {
      body: {
        type: "object",
        required: ["email"],
        properties: {
          email: { type: "string", format: "email" },
          netid: { type: "string", nullable: true },
          canLogIn: { type: "boolean", default: false },
          requireCertificate: { type: "boolean", default: false },
          password: { type: "string", format: "password" },
          metadata: metadataBody.properties.metadata,
        },
      },
    },
  );
  change(
    "PATCH",
    `${path}/:uuid`,
    "Change an account; one's own names and password, or any as an administrator",
    200,
    async (asked) => {
      const { caller, resources, uuid } = asked;
      await epersons.patch(caller, uuid, () => readPatch(asked.json()));
      return resources.eperson(epersons.get(caller, uuid));
    },
    { body: patchBody },
  );
  change(
    "DELETE",
    `${path}/:uuid`,
    "Remove an account",
    200,
    async ({ caller, uuid }) => {
      await epersons.remove(caller, uuid);
      return null;
    },
  );
}
