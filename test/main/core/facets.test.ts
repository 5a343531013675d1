import { expect, it } from "vitest";
import type { Caller } from "../../../main/core/access.ts";
import { createFacets } from "../../../main/core/facets.ts";

/** So many items nobody waits for who has asked for something else. */
const many = 100;
const caller: Caller = {
  account: null,
  local: false,
  administrator: false,
  groups: [],
};
const everything = {
  expression: null,
  filters: [],
  kinds: ["item"],
  scope: null,
  sort: "title",
  descending: false,
  skip: 0,
  limit: 0,
} as const;

it("counts facets of many items for who asks for one, not with every search", async () => {
  const facets = createFacets(
    {
      count: (_choice, _scope, asked, patient = false) =>
        Promise.resolve(
          patient ? asked.map(({ by }) => [{ label: by, count: many }]) : null,
        ),
    },
    {
      chosen: () => ({
        choice: { collections: null, query: null },
        scope: null,
      }),
    },
  );
  expect(await facets.all(caller, everything, 5)).toEqual([]);
  expect(
    await facets.one(caller, "dateIssued", everything, {
      prefix: "",
      skip: 0,
      limit: 5,
    }),
  ).toEqual({
    name: "dateIssued",
    type: "date",
    values: [{ label: "years", count: many }],
  });
});
