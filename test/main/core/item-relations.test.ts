import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createAccess,
  localAdministrator,
  type AccessPorts,
  type Caller,
} from "../../../main/core/access.ts";
import { createItems } from "../../../main/core/items.ts";
import { createSeenItems } from "../../../main/core/seen-item.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";
import {
  openTestCatalog,
  publicRead,
  type TestCatalog,
} from "../../support/catalog.ts";

let world: ApiWorld;
let catalog: TestCatalog;
beforeAll(async () => {
  world = await makeApiWorld();
  catalog = openTestCatalog(world.data);
});
afterAll(async () => {
  catalog.close();
  await world.remove();
});

test("what many related items let somebody read is looked up in one go, and is what is read one by one", () => {
  const { items: made, ids } = world;
  let asked = 0;
  const counted: AccessPorts = { ...catalog.access };
  for (const [name, port] of Object.entries(catalog.access))
    Object.assign(counted, {
      [name]: (...given: unknown[]): unknown => {
        asked++;
        return (port as (...them: unknown[]) => unknown)(...given);
      },
    });
  const access = createAccess(counted);
  const unused = () => {
    throw new Error("Lists are not asked for.");
  };
  const items = createItems(
    {
      kind: catalog.objects.kind,
      collectionsOf: unused,
      page: unused,
      ids: unused,
      totals: unused,
      totalsOf: unused,
      load: (id) => catalog.reader.load([id], true)[0] ?? null,
    },
    createSeenItems({ nameOfGroup: () => null, summaryOf: unused }, access),
    access,
  );
  const callers: Caller[] = [
    localAdministrator,
    access.callerOf(null),
    ...["user@example.org", "curator@example.org"].map((email) => {
      const account = catalog.accounts.find(email);
      if (account === null) throw new Error(email);
      return access.callerOf(account);
    }),
  ];
  const administered = catalog.item(ids.open, {
    policies: [
      {
        ...publicRead,
        action: "ADMIN",
        group: null,
        account: "user@example.org",
      },
    ],
  });
  const others = [...Object.values(made), administered].filter(
    ({ id }) => id !== made.plan.id,
  );
  const [type] = catalog.relationshipEditor.typesFor("Person");
  const relate = (to: readonly { readonly id: number }[]) => {
    for (const { id } of to)
      catalog.relationshipEditor.addRelationship(
        type?.id ?? 0,
        made.plan.id,
        id,
      );
  };
  const read = (caller: Caller) => {
    asked = 0;
    return items
      .get(caller, made.plan.id)
      .relationships.map(({ other }) => other.id)
      .sort((a, b) => a - b);
  };
  relate(others);
  const counts = callers.map((caller) => {
    expect(read(caller)).toEqual(
      others
        .map(({ id }) => id)
        .filter((id) => access.reads(caller, id))
        .sort((a, b) => a - b),
    );
    read(caller);
    return asked;
  });
  relate(
    Array.from({ length: 100 }, () => catalog.item(ids.open, { policies: [] })),
  );
  expect(
    callers.map((caller) => {
      read(caller);
      return asked;
    }),
  ).toEqual(counts);
});
