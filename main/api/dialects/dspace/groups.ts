import type { MemberKind } from "../../../core/groups.ts";
import { AppError } from "../../../domain/errors.ts";
import { readEntries } from "../../../domain/metadata-patch.ts";
import {
  metadataBody,
  patchBody,
  readObject,
  readPatch,
  type SentObject,
  uriListBody,
  type UriTarget,
} from "./bodies.ts";
import { sliceOf } from "./paging.ts";
import { pageOf } from "./resources/resource-context.ts";
import type { Routes } from "./routes.ts";

const query = {
  query: { type: "string", description: "a uuid, or a part of the name" },
} as const;

const members: readonly {
  readonly noun: "subgroups" | "epersons";
  readonly kind: MemberKind;
  /** Nouns under which clients name such a member in a URI. */
  readonly target: string;
}[] = [
  { noun: "subgroups", kind: "group", target: "groups" },
  { noun: "epersons", kind: "account", target: "epersons" },
];

/** Groups (dspace.md section 13). */
export function addGroups(routes: Routes): void {
  const { context, one, many, searches, change } = routes;
  const { groups } = context;
  const path = "/eperson/groups";
  const sorts = ["name"];

  many(path, "Groups", sorts, ({ resources }, paging) =>
    resources.groups(() => "", paging),
  );
  searches(path, ["byMetadata", "isNotMemberOf"]);
  many(
    `${path}/search/byMetadata`,
    "Groups by a part of their name",
    sorts,
    (asked, paging) =>
      asked.resources.groups(() => asked.needed("query"), paging),
    query,
  );
  many(
    `${path}/search/isNotMemberOf`,
    "Groups that could be added to a group",
    sorts,
    (asked, paging) =>
      pageOf(
        "groups",
        groups.notIn(
          asked.caller,
          () => asked.neededUuid("group"),
          asked.query("query") ?? "",
          sliceOf(paging),
        ),
        paging,
        asked.resources.group,
      ),
    { group: { type: "string", format: "uuid" }, ...query },
  );
  one(`${path}/:uuid`, "A group", ({ caller, resources, uuid }) =>
    resources.group(groups.get(caller, uuid)),
  );
  one(
    `${path}/:uuid/object`,
    "What a group was made for",
    ({ resources, uuid }) => resources.groupOwner(uuid),
  );
  many(
    `${path}/:uuid/subgroups`,
    "Groups in a group",
    sorts,
    ({ resources, uuid }, paging) => resources.subgroups(uuid, paging),
  );
  many(
    `${path}/:uuid/epersons`,
    "Accounts in a group",
    ["email"],
    ({ resources, uuid }, paging) => resources.accounts(uuid, paging),
  );
  change(
    "POST",
    path,
    "Add a group",
    201,
    async (asked) => {
      const { caller, resources } = asked;
      const uuid = await groups.create(caller, () =>
        readGroup(readObject(asked.json())),
      );
      return resources.group(groups.get(caller, uuid));
    },
    { body: metadataBody },
  );
  change(
    "PATCH",
    `${path}/:uuid`,
    "Change the name and metadata of a group",
    200,
    async (asked) => {
      const { caller, resources, uuid } = asked;
      await groups.patch(caller, uuid, () => readPatch(asked.json()));
      return resources.group(groups.get(caller, uuid));
    },
    { body: patchBody },
  );
  change(
    "DELETE",
    `${path}/:uuid`,
    "Remove a group",
    200,
    async ({ caller, uuid }) => {
      await groups.remove(caller, uuid);
      return null;
    },
  );
  for (const { noun, kind, target } of members) {
    change(
      "POST",
      `${path}/:uuid/${noun}`,
      `Add ${noun} to a group`,
      200,
      async (asked) => {
        await groups.addMembers(asked.caller, asked.uuid, kind, () =>
          asked.uris().map((uri) => requireNoun(uri, target)),
        );
        return null;
      },
      { body: uriListBody },
    );
    change(
      "DELETE",
      `${path}/:uuid/${noun}/:member`,
      `Take one of the ${noun} out of a group`,
      200,
      async ({ caller, uuid, parameter }) => {
        await groups.removeMember(
          caller,
          uuid,
          kind,
          parameter("member").toLowerCase(),
        );
        return null;
      },
    );
  }
}

/** @throws AppError request.impossible */
function readGroup(sent: SentObject) {
  const name = sent["name"];
  if (typeof name !== "string" || name.trim() === "" || !name.isWellFormed())
    throw new AppError("request.impossible", "A group has a name.");
  if (sent["permanent"] !== undefined && sent["permanent"] !== false)
    throw new AppError(
      "request.impossible",
      "Nobody can make a permanent group.",
    );
  return { name, metadata: readEntries(sent["metadata"]) };
}

/** @throws AppError request.impossible */
function requireNoun({ noun, id }: UriTarget, wanted: string): string {
  if (noun === wanted) return id;
  throw new AppError(
    "request.impossible",
    `The URI of one of the ${wanted} is needed.`,
    { object: id },
  );
}
