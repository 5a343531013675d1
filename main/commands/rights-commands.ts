import { Type } from "typebox";
import { readPolicy } from "../core/policy-terms.ts";
import { policyActions } from "../domain/catalog.ts";
import type { HeldPolicy } from "../domain/held-policy.ts";
import type { CommandTable } from "./command.ts";

const id = Type.Integer({ minimum: 1 });
const closed = { additionalProperties: false };
const text = Type.Union([Type.String({ maxLength: 10_000 }), Type.Null()]);
const holder = Type.Object(
  {
    kind: Type.Union([Type.Literal("group"), Type.Literal("account")]),
    uuid: Type.String({ maxLength: 36 }),
  },
  closed,
);
const policies = Type.Array(
  Type.Object(
    {
      holder,
      action: Type.Union(policyActions.map((action) => Type.Literal(action))),
      type: text,
      name: text,
      description: text,
      startDate: text,
      endDate: text,
    },
    closed,
  ),
  { maxItems: 500 },
);

/** How many of each kind of holder are offered at once. */
const offered = { skip: 0, limit: 20, descending: false };

/** @throws AppError request.impossible */
const checked = ({ holder: whom, ...policy }: HeldPolicy): HeldPolicy => ({
  ...readPolicy({ ...policy, policyType: policy.type }),
  holder: whom,
});

/** Who may do what; who may see and change that says the core. */
export const rightsCommands = {
  "rights.of": {
    who: "user",
    input: Type.Object(
      {
        objects: Type.Array(id, {
          minItems: 1,
          maxItems: 1000,
          uniqueItems: true,
        }),
      },
      closed,
    ),
    handler: ({ editing }, { objects }, caller) =>
      editing.policySets.of(caller, objects),
  },
  "rights.revise": {
    who: "user",
    input: Type.Object(
      {
        changes: Type.Array(
          Type.Object({ object: id, expected: policies, policies }, closed),
          { minItems: 1, maxItems: 1000 },
        ),
      },
      closed,
    ),
    handler: async ({ editing }, { changes }, caller) => {
      await editing.policySets.revise(caller, () =>
        changes.map((change) => ({
          ...change,
          policies: change.policies.map(checked),
        })),
      );
      return null;
    },
  },
  "rights.holders": {
    who: "user",
    input: Type.Object({ query: Type.String({ maxLength: 200 }) }, closed),
    handler: ({ editing }, { query }, caller) => [
      ...editing.groups
        .list(caller, () => query, offered)
        .records.map(({ uuid, name }) => ({
          kind: "group" as const,
          uuid,
          name,
        })),
      ...editing.epersons
        .search(caller, () => query, offered)
        .records.map(({ uuid, email }) => ({
          kind: "account" as const,
          uuid,
          name: email,
        })),
    ],
  },
} satisfies Partial<CommandTable>;
