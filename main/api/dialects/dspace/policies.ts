import { readPolicy } from "../../../core/policy-terms.ts";
import { AppError } from "../../../domain/errors.ts";
import { patchBody, readObject, readPatch } from "./bodies.ts";
import { sliceOf } from "./paging.ts";
import { pageOf } from "./resources/resource-context.ts";
import type { Asked, Routes } from "./routes.ts";

const uuid = { type: "string", format: "uuid" } as const;
const text = { type: "string", nullable: true } as const;
const day = { type: "string", format: "date", nullable: true } as const;
const policyBody = {
  type: "object",
  required: ["action"],
  properties: {
    action: { type: "string", example: "READ" },
    policyType: { type: "string", nullable: true, example: "TYPE_CUSTOM" },
    name: text,
    description: text,
    startDate: day,
    endDate: day,
  },
} as const;

/** Resource policies (dspace.md section 14); under the spelling of old clients too. */
export function addPolicies(routes: Routes): void {
  for (const noun of ["resourcepolicies", "resourcePolicies"])
    addPoliciesAt(routes, `/authz/${noun}`);

  routes.many(
    "/core/collections/:uuid/defaultAccessConditions",
    "Who may read new files of a collection",
    [],
    ({ resources, uuid: collection }, paging) =>
      resources.accessConditions(collection, paging),
  );
}

function addPoliciesAt(routes: Routes, path: string): void {
  const { context, one, many, searches, change, notOffered } = routes;
  const { policies } = context;

  searches(path, ["resource", "group", "eperson"]);
  many(
    `${path}/search/resource`,
    "Policies of an object",
    [],
    (asked, paging) =>
      pageOf(
        "resourcepolicies",
        policies.ofObject(
          asked.caller,
          asked.neededUuid("uuid"),
          asked.query("action"),
          sliceOf(paging),
        ),
        paging,
        asked.resources.policy,
      ),
    { uuid, action: { type: "string", example: "READ" } },
  );
  for (const [name, kind] of [
    ["group", "group"],
    ["eperson", "account"],
  ] as const)
    many(
      `${path}/search/${name}`,
      `Policies for a ${kind}`,
      [],
      (asked, paging) =>
        pageOf(
          "resourcepolicies",
          policies.ofHolder(
            asked.caller,
            kind,
            asked.neededUuid("uuid"),
            asked.uuidOf("resource"),
            sliceOf(paging),
          ),
          paging,
          asked.resources.policy,
        ),
      { uuid, resource: uuid },
    );

  const find = (asked: Asked) => policies.get(asked.caller, asked.id());
  one(`${path}/:id`, "A policy", (asked) =>
    asked.resources.policy(find(asked)),
  );
  one(`${path}/:id/eperson`, "The account a policy is for", (asked) =>
    asked.resources.policyHolder(find(asked), "account"),
  );
  one(`${path}/:id/group`, "The group a policy is for", (asked) =>
    asked.resources.policyHolder(find(asked), "group"),
  );
  one(`${path}/:id/resource`, "What a policy is about", (asked) =>
    asked.resources.policyResource(find(asked)),
  );
  change(
    "POST",
    path,
    "Add a policy for a group or an account",
    201,
    async (asked) =>
      asked.resources.policy(
        await policies.create(
          asked.caller,
          () => asked.neededUuid("resource"),
          () => holderIn(asked),
          () => readPolicy(readObject(asked.json())),
        ),
      ),
    {
      body: policyBody,
      querystring: {
        type: "object",
        properties: { resource: uuid, group: uuid, eperson: uuid },
      },
    },
  );
  change(
    "PATCH",
    `${path}/:id`,
    "Change name, description and days of a policy",
    200,
    async (asked) => {
      await policies.patch(asked.caller, asked.id(), () =>
        readPatch(asked.json()),
      );
      return asked.resources.policy(find(asked));
    },
    { body: patchBody },
  );
  change("DELETE", `${path}/:id`, "Remove a policy", 200, async (asked) => {
    await policies.remove(asked.caller, asked.id());
    return null;
  });
  notOffered(path, ["GET", "PUT", "DELETE"]);
}

/** Whom a new policy is for. @throws AppError input.invalid */
function holderIn(asked: Asked) {
  const group = asked.uuidOf("group");
  const eperson = asked.uuidOf("eperson");
  if (group !== null && eperson === null)
    return { kind: "group", uuid: group } as const;
  if (eperson !== null && group === null)
    return { kind: "account", uuid: eperson } as const;
  throw new AppError(
    "input.invalid",
    "A policy is for either a group or an eperson.",
  );
}
